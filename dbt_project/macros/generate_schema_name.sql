{# Schemas are exactly reference, staging, intermediate, marts and audit, in every environment. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
