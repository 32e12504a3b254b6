{# The code under which dim_area keeps an area that is printed and not resolved: its name, in lower case. #}
{% macro unresolved_area_code(area_name) -%}
    concat('unresolved/', lower(trim({{ area_name }})))
{%- endmacro %}
