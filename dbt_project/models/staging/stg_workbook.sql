select
    -- keys and attributes, in the order of the contract of observations
    {{ observation_columns() | join(',\n    ') }},
    sentence
from {{ source('raw', 'workbook') }}
