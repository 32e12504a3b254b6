{# A template with its {places} filled: `places` is a list of pairs, name and SQL text; what is missing reads '?'. #}
{% macro filled(template, places) -%}
    {%- set ns = namespace(sql=template) -%}
    {%- for name, text in places -%}
        {%- set ns.sql = "replace(" ~ ns.sql ~ ", '{" ~ name ~ "}', coalesce(" ~ text ~ ", '?'))" -%}
    {%- endfor -%}
    {{ ns.sql }}
{%- endmacro %}
