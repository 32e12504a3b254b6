{#
    Post-hook of the facts: defines the table macro marts.<fact without fct_>_as_known(day), the fact as it was known on that day.

    Its body is the model's own SQL, with the canonical figures chosen among those of marts.fct_observation that were known on the
    day. It names tables of `marts` only and no database, so it works in any copy of that schema, under any file name; a release
    carries it over by its definition in duckdb_functions().

    A figure that was known is told as it was then: current, without an end, replaced by nothing. Sums of registers are there from the day
    on which all files that they were counted from had been published (docs/decisions/0026): what they were before cannot be told.
#}
{% macro define_as_known() -%}
    {#- What the macro's body reads must be there when it is defined. -#}
    {%- if this.identifier != 'fct_observation' -%}
        {%- for name in ['fct_observation', 'dim_area', 'dim_measure', 'dim_bsu_edition'] -%}{%- do ref(name) -%}{%- endfor -%}
    {%- endif -%}
    {%- if execute and target.type == 'duckdb' and 'as_known' not in this.identifier -%}
        {%- set known -%}
            (
                select * replace (
                    cast(null as date) as known_to, true as is_current, cast(null as varchar) as superseded_by,
                    cast(null as varchar) as ended_by
                )
                from marts.fct_observation
                where known_from <= day and (known_to is null or known_to > day)
            )
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
        {%- set registers = namespace(body=body) -%}
        {%- for name in ['fct_register_disbursements', 'fct_register_employers'] -%}
            {%- set published = '(select * from marts.' ~ name ~ ' where last_published_on <= day)' -%}
            {%- set registers.body = registers.body | replace('"marts"."' ~ name ~ '"', published) -%}
        {%- endfor -%}
        {%- set body = registers.body -%}
        {%- if '"intermediate"' in body -%}
            {{ exceptions.raise_compiler_error(this.identifier ~ " cannot be asked as of a day: it reads more of the intermediate layer than figures") }}
        {%- endif -%}
        create or replace macro marts.{{ this.identifier | replace('fct_', '') }}_as_known(day) as table ({{ body }})
    {%- endif -%}
{%- endmacro %}
