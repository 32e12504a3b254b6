{#
    md5 hex over the natural key. `parts` are SQL expressions, the quoted name of the table first:
    surrogate_key(["'dim_programme'", "programme_code"]). A missing part counts as the empty text.
#}
{% macro surrogate_key(parts) -%}
    md5(concat_ws(chr(31){% for part in parts %}, coalesce(cast({{ part }} as string), ''){% endfor %}))
{%- endmacro %}
