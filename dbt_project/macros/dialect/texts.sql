{# The texts of a group joined in a stated order, as one text. #}
{% macro joined(expression, separator, order_by) -%}
    {{ return(adapter.dispatch('joined', 'cakupan')(expression, separator, order_by)) }}
{%- endmacro %}

{% macro default__joined(expression, separator, order_by) -%}
    string_agg({{ expression }}, '{{ separator }}' order by {{ order_by }})
{%- endmacro %}

{% macro spark__joined(expression, separator, order_by) -%}
    array_join(
        transform(array_sort(collect_list(struct({{ order_by }}, {{ expression }} as joined_text))), item -> item.joined_text),
        '{{ separator }}'
    )
{%- endmacro %}

{# A number as Indonesian text: 1.290.307 or 58,95 (at most two decimals, none for a whole number). #}
{% macro number_id(number) -%}
    {{ return(adapter.dispatch('number_id', 'cakupan')(number)) }}
{%- endmacro %}

{% macro default__number_id(number) -%}
    case
        when {{ number }} = round({{ number }}, 0)
            then coalesce(
                replace(format('{:,}', try_cast(round({{ number }}, 0) as bigint)), ',', '.'), cast({{ number }} as string)
            )
        else replace(replace(replace(format('{:,.2f}', cast({{ number }} as double)), ',', ' '), '.', ','), ' ', '.')
    end
{%- endmacro %}

{% macro spark__number_id(number) -%}
    case
        when {{ number }} = round({{ number }}, 0) then replace(format_number({{ number }}, 0), ',', '.')
        else replace(replace(replace(format_number({{ number }}, 2), ',', ' '), '.', ','), ' ', '.')
    end
{%- endmacro %}

{# A number as English text: 1,290,307 or 58.95. #}
{% macro number_en(number) -%}
    translate({{ number_id(number) }}, '.,', ',.')
{%- endmacro %}

{# The first run of digits in a text as a whole number; null where there is none. #}
{% macro first_number(expression) -%}
    try_cast(regexp_extract({{ expression }}, '[0-9]+', 0) as bigint)
{%- endmacro %}

{# The different texts of a group, sorted, joined by '; '. #}
{% macro joined_distinct(expression) -%}
    {{ return(adapter.dispatch('joined_distinct', 'cakupan')(expression)) }}
{%- endmacro %}

{% macro default__joined_distinct(expression) -%}
    string_agg(distinct {{ expression }}, '; ' order by {{ expression }})
{%- endmacro %}

{% macro spark__joined_distinct(expression) -%}
    array_join(array_sort(collect_set({{ expression }})), '; ')
{%- endmacro %}
