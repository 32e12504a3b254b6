{#
    Which months of a register must be loaded anew: those whose set of reports that stand (with the version that read them) differs from
    what the ledger int_register_load wrote down after the last build. A list of texts YYYY-MM; while dbt only parses, an empty one.

    The ledger is read by name, not by ref: it is written after the facts, so that a build that died between them loads the month again.
#}
{% macro changed_register_months(raw_table) -%}
    {#- Named before anything is executed, so that dbt builds them first. -#}
    {%- do [ref('int_report'), ref('stg_row_balance')] -%}
    {%- if not execute -%}
        {{ return([]) }}
    {%- endif -%}
    {%- set ledger = adapter.get_relation(database=this.database, schema='register', identifier='int_register_load') -%}
    {%- set query -%}
        with
        standing as (
            {{ register_contents() }}
        ),

        loaded as (
            {% if ledger is not none and flags.FULL_REFRESH is not true -%}
            select raw_table, report_month, contents from {{ ledger }}
            {%- else -%}
            select cast(null as string) as raw_table, cast(null as string) as report_month, cast(null as string) as contents
            where 1 = 0
            {%- endif %}
        )

        select coalesce(standing.report_month, loaded.report_month) as report_month
        from standing
        full outer join loaded on standing.raw_table = loaded.raw_table and standing.report_month = loaded.report_month
        where
            coalesce(standing.raw_table, loaded.raw_table) = '{{ raw_table }}'
            and coalesce(standing.contents, '') <> coalesce(loaded.contents, '')
        order by 1
    {%- endset -%}
    {{ return(run_query(query).columns[0].values() | list) }}
{%- endmacro %}

{# Month by month what of each register stands: reports and the versions that read them, as one text. #}
{% macro register_contents() -%}
    select
        reports.source as raw_table,
        reports.report_month,
        {{ joined("concat(reports.report_id, '/', balances.reader_version)", ' ', 'reports.report_id') }} as contents
    from {{ ref('int_report') }} as reports
    inner join {{ ref('stg_row_balance') }} as balances on reports.report_id = balances.report_id
    where reports.source in ('employer_register', 'payment_register') and reports.is_current and balances.outcome = 'read'
    group by reports.source, reports.report_month
{%- endmacro %}

{# A condition on a column of months: all of them on the first build, afterwards those that changed. #}
{% macro in_register_months(column, months) -%}
    {%- if not is_incremental() -%}
        1 = 1
    {%- elif months -%}
        {{ column }} in ('{{ months | join("', '") }}')
    {%- else -%}
        1 = 0
    {%- endif -%}
{%- endmacro %}

{# Before new rows of the changed months come in, the old ones go: a month that nothing stands in any more must end up empty, too. #}
{% macro remove_register_months(raw_table, column='report_month') -%}
    {%- if is_incremental() and target.type == 'duckdb' -%}
        {%- set months = changed_register_months(raw_table) -%}
        {%- if months -%}
            delete from {{ this }} where {{ column }} in ('{{ months | join("', '") }}')
        {%- else -%}
            select 1
        {%- endif -%}
    {%- else -%}
        select 1
    {%- endif -%}
{%- endmacro %}

{# Editions of the wage subsidy that the changed months pay, as a query: all of them on the first build. #}
{% macro changed_editions(months) -%}
    select distinct edition_code
    from {{ ref('fct_benefit_payments') }}
    where edition_code is not null and {{ in_register_months('report_month', months) }}
    {% if is_incremental() and months -%}
    union
    select distinct edition_code
    from {{ this }}
    where report_id not in (select report_id from {{ ref('int_report') }} where is_current)
    {%- endif %}
{%- endmacro %}

{# As remove_register_months, for what is kept by edition. #}
{% macro remove_changed_editions() -%}
    {%- if is_incremental() and target.type == 'duckdb' -%}
        delete from {{ this }}
        where edition_code in ({{ changed_editions(changed_register_months('payment_register')) }})
    {%- else -%}
        select 1
    {%- endif -%}
{%- endmacro %}
