{#
    Post-hook of the facts: defines the table macro marts.<fact without fct_>_as_known(day), the fact as it was known on that day.

    Its body is the model's own SQL, with the canonical figures chosen among those of marts.fct_observation that were known on the
    day. It names tables of `marts` only and no database, so it works in any copy of that schema, under any file name; a release
    carries it over by its definition in duckdb_functions().
#}
{% macro define_as_known() -%}
    {%- if execute and target.type == 'duckdb' and 'as_known' not in this.identifier -%}
        {%- set known -%}
            (select * from marts.fct_observation where known_from <= day and (known_to is null or known_to > day))
        {%- endset -%}
        {%- set canonical -%}
            ({{ canonical_observation_query(known, 'marts.dim_area', 'marts.dim_measure', 'marts.dim_bsu_edition') }})
        {%- endset -%}
        {%- set intermediate = api.Relation.create(database=this.database, schema='intermediate', identifier='any') -%}
        {%- set prefix = intermediate | string | replace('"any"', '') -%}
        {%- set body = model.compiled_code
            | replace(prefix ~ '"int_canonical_observation"', canonical)
            | replace(prefix ~ '"int_observation"', known)
            | replace('"' ~ this.database ~ '".', '') -%}
        {%- if '"intermediate"' in body -%}
            {{ exceptions.raise_compiler_error(this.identifier ~ " cannot be asked as of a day: it reads more of the intermediate layer than figures") }}
        {%- endif -%}
        create or replace macro marts.{{ this.identifier | replace('fct_', '') }}_as_known(day) as table ({{ body }})
    {%- endif -%}
{%- endmacro %}
