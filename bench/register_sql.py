"""How the rows of invented registers are drawn, in SQL: the good ones first, then the faults over them.

Belongs here: the queries and the lists of faults. Does not: running them (registers.py), the rules that find the faults (`sources.registers`).

`draw(i, salt)` is a number that hangs on the row, the salt and the seed alone. Every thousandth row is an anchor, good and paid, so that a fault
which repeats another row knows one; the 501st is a payment that failed and the 502nd its second attempt, which is no fault.
"""

from dataclasses import dataclass

DRAW = "create macro draw(i, salt) as (hash(i, salt, getvariable('seed')) % 1000000007)::bigint"
PICK = "create macro pick(items, i, salt) as items[1 + draw(i, salt) % len(items)]"
FAULTY = """
create view faulty as
select
    i, i + 1 as row_number,
    case when i % 1000 not in (0, 500, 501) and draw(i, 'fault') % 10000 < getvariable('fault_share')
        then list_extract(getvariable('faults'), 1 + draw(i, 'kind') % len(getvariable('faults'))) end as fault
from range(getvariable('row_count')) as r(i)
"""
PLANTED = "create view planted as select row_number, fault as rule from register where fault is not null"

# A worker's number is spread over birth days and serials by a factor prime to their count, so that no two workers share a NIK.
PAYMENT = """
create view register as
with who as (
    select *,
        case when fault = 'paid_twice_in_stage' then i - i % 1000 when i % 1000 = 501 then i - 1 else i end as worker,
        case when fault = 'payment_repeated' then i - i % 1000 else i end as paid
    from faulty
),
drawn as (
    select *,
        (worker * 48271 + getvariable('seed') * 7919) % 99990000 as x,
        pick(getvariable('areas'), worker, 'area') as area,
        pick(['MANDIRI', 'BRI', 'BNI', 'BTN', 'BSI', 'POS', 'POS'], paid, 'channel') as channel,
        fault in ('bsu_incomplete', 'edition_unknown', 'amount_differs_from_rate', 'wage_above_ceiling', 'paid_before_edition',
            'paid_after_edition', 'paid_twice_in_stage') is true or i % 1000 in (0, 500, 501) or draw(worker, 'programme') % 20 > 0 as is_subsidy,
        fault is null as good
    from who
),
cells as (
    select *,
        replace(area, '.', '') || lpad((1 + draw(worker, 'district') % 20)::varchar, 2, '0')
            || lpad((1 + (x // 9999) % 28 + 40 * (draw(worker, 'sex') % 2))::varchar, 2, '0')
            || lpad((1 + (x // 279972) % 12)::varchar, 2, '0') || lpad((60 + x // 3359664)::varchar, 2, '0')
            || lpad((1 + x % 9999)::varchar, 4, '0') as good_nik,
        lpad((10000000000 + worker * 37 % 89999999999)::varchar, 11, '0') as good_kpj,
        channel = 'POS' and fault is distinct from 'account_malformed' as in_cash
    from drawn
)
select
    row_number, fault,
    case fault
        when 'nik_malformed' then left(good_nik, 15)
        when 'nik_region_unknown' then '99' || substr(good_nik, 3)
        when 'nik_birth_date_impossible' then left(good_nik, 6) || '3002' || substr(good_nik, 11)
        when 'nik_serial_zero' then left(good_nik, 12) || '0000'
        when 'nik_lost_digits' then left(good_nik, 1) || '.' || substr(good_nik, 2, 5) || 'E+15'
        when 'worker_not_told' then '' else good_nik end as nik,
    case fault when 'kpj_malformed' then left(good_kpj, 8) when 'worker_not_told' then '' else good_kpj end as kpj,
    pick(['Karsa', 'Wulan', 'Bagus', 'Ratna', 'Sento', 'Melati', 'Jaka', 'Ningrum', 'Tirta', 'Lestari'], worker, 'first')
        || ' ' || pick(['Kalabenda', 'Sudiranta', 'Wiramerta', 'Pranajaya', 'Suryaningwati', 'Gandasubrata', 'Tejakumala'], worker, 'last')
        || ' ' || chr((65 + worker % 26)::integer) || chr((65 + worker // 26 % 26)::integer) || chr((65 + worker // 676 % 26)::integer) as nama,
    case when in_cash then '' when channel = 'POS' then 'BRI' else channel end as bank,
    case when in_cash then '' when fault = 'account_malformed' then '12'
        else (1000000000 + worker * 7 + draw(worker, 'account') % 7 * 100000000000)::varchar end as nomor_rekening,
    case when fault = 'programme_unknown' then 'JXX' when fault = 'programme_not_in_force' then 'JKP' when is_subsidy then 'BSU'
        else pick(['JHT', 'JKK', 'JKM', 'JP'], worker, 'benefit') end as program,
    case when fault = 'programme_not_in_force' or not is_subsidy then '' when fault = 'edition_unknown' then '2023' else '2025' end as edisi_bsu,
    case when fault = 'programme_not_in_force' or fault = 'bsu_incomplete' or not is_subsidy then ''
        else (1 + draw(worker, 'stage') % 4)::varchar end as tahap_bsu,
    case when fault = 'segment_unknown' then 'bulanan' else pick(['PU', 'PU', 'PU', 'BPU', 'JAKON'], worker, 'segment') end as segmen,
    case when fault = 'area_unknown' then '99.99' else area end as kode_wilayah,
    case when fault = 'office_unknown' then 'KC-99.99' else pick(getvariable('offices'), worker, 'office') end as kode_cabang,
    case when fault = 'channel_unknown' then 'BANK GAIB' else channel end as kanal,
    case fault
        when 'date_impossible' then '2025-02-30' when 'paid_before_edition' then '2024-12-15' when 'paid_after_edition' then '2026-01-15'
        when 'programme_not_in_force' then '2021-05-05' when 'paid_after_publication' then '2099-01-01'
        else strftime(getvariable('month_start')::date + (draw(paid, 'day') % 28)::integer, '%Y-%m-%d') end as tanggal_bayar,
    case when fault = 'amount_not_a_number' then 'enam ratus ribu' when fault = 'amount_differs_from_rate' then '500000'
        when fault = 'value_missing' then '' when is_subsidy then '600000' else (500000 + draw(worker, 'amount') % 60000000)::varchar end as jumlah,
    case when not is_subsidy or fault = 'programme_not_in_force' then '' when fault = 'wage_above_ceiling' then '9750000'
        else (1500000 + draw(worker, 'wage') % 2000000)::varchar end as upah_sebulan,
    case when fault = 'status_unknown' then 'MENUNGGU' when i % 1000 = 500 then 'GAGAL'
        when i % 1000 in (0, 501) or fault in ('paid_twice_in_stage', 'payment_repeated') or draw(i, 'status') % 1000 < 975 then 'BERHASIL'
        when draw(i, 'status') % 1000 < 990 then 'GAGAL' else 'RETUR' end as status,
    case when fault = 'reference_malformed' then 'REF*' || i::varchar else 'SP2D-' || getvariable('seed') || '-' || lpad(paid::varchar, 9, '0') end as referensi
from cells
"""

EMPLOYER = """
create view register as
with who as (
    select *, case when fault = 'employer_repeated' then i - i % 1000 else i end as employer from faulty
),
cells as (
    select *,
        last_day(getvariable('month_start')::date) as register_month,
        pick(['MIKRO', 'MIKRO', 'MIKRO', 'KECIL', 'KECIL', 'MENENGAH', 'BESAR'], employer, 'scale') as good_scale,
        1 + draw(employer, 'workers') % case draw(employer, 'size') % 20 when 0 then 2000 else 12 end as workers
    from who
)
select
    row_number, fault,
    case when fault = 'npp_malformed' then (employer % 1000)::varchar
        else chr((65 + employer // 9999999 % 20)::integer) || lpad((employer % 9999999)::varchar, 7, '0') end as npp,
    'CV Rekaan ' || pick(['Majulah', 'Sentosa Abadiah', 'Tirtamerta', 'Kalabenda'], employer, 'name') || ' ' || employer::varchar as nama_perusahaan,
    case when fault = 'office_unknown' then 'KC-99.99' else pick(getvariable('offices'), employer, 'office') end as kode_cabang,
    case when fault = 'area_unknown' then '99.99' else pick(getvariable('areas'), employer, 'area') end as kode_wilayah,
    strftime(register_month, '%Y-%m') as bulan,
    case when fault = 'status_unknown' then 'LIBUR' when draw(employer, 'status') % 10 < 8 then 'AKTIF' else 'NONAKTIF' end as status,
    case when fault = 'scale_unknown' then 'RAKSASA' else good_scale end as skala,
    case when fault = 'sector_unknown' then 'Z' else pick(['A', 'C', 'F', 'G', 'G', 'I', 'N', 'S'], employer, 'sector') end as sektor,
    case fault when 'date_impossible' then '2019-02-30' when 'registered_after_register_month' then strftime(register_month + 20, '%Y-%m-%d')
        else strftime(date '1995-01-01' + (draw(employer, 'since') % 10000)::integer, '%Y-%m-%d') end as tanggal_daftar,
    case when fault = 'count_not_whole' then '12.5' when fault = 'value_missing' then '' else workers::varchar end as tenaga_kerja_terdaftar,
    case when fault = 'active_exceed_registered' then (workers + 3)::varchar else (workers - draw(employer, 'gone') % workers)::varchar end as tenaga_kerja_aktif,
    case when fault = 'amount_not_a_number' then 'lunas' else (workers * (150000 + draw(employer, 'paid') % 100000))::varchar end as iuran
from cells
"""


@dataclass(frozen=True)
class Shape:
    """One kind of register: its columns, its faults (by the code of the rule that must find them), and the view that draws it."""

    columns: tuple[str, ...]
    faults: tuple[str, ...]
    view: str


STRUCTURAL = ("ragged_row", "quote_unbalanced")  # faults of a text: a Parquet file cannot have them
PAYMENT_REGISTER = Shape(
    (
        "nik", "kpj", "nama", "bank", "nomor_rekening", "program", "edisi_bsu", "tahap_bsu", "segmen", "kode_wilayah", "kode_cabang",
        "kanal", "tanggal_bayar", "jumlah", "upah_sebulan", "status", "referensi",
    ),
    (
        *STRUCTURAL, "nik_malformed", "nik_region_unknown", "nik_birth_date_impossible", "nik_serial_zero", "nik_lost_digits", "kpj_malformed",
        "account_malformed", "worker_not_told", "programme_unknown", "programme_not_in_force", "edition_unknown", "bsu_incomplete",
        "amount_not_a_number", "amount_differs_from_rate", "wage_above_ceiling", "paid_before_edition", "paid_after_edition",
        "paid_after_publication", "date_impossible", "status_unknown", "channel_unknown", "area_unknown", "office_unknown", "segment_unknown",
        "reference_malformed", "value_missing", "paid_twice_in_stage", "payment_repeated",
    ),
    PAYMENT,
)  # fmt: skip
EMPLOYER_REGISTER = Shape(
    (
        "npp", "nama_perusahaan", "kode_cabang", "kode_wilayah", "bulan", "status", "skala", "sektor", "tanggal_daftar",
        "tenaga_kerja_terdaftar", "tenaga_kerja_aktif", "iuran",
    ),
    (
        *STRUCTURAL, "npp_malformed", "office_unknown", "area_unknown", "status_unknown", "scale_unknown", "sector_unknown", "date_impossible",
        "registered_after_register_month", "count_not_whole", "value_missing", "active_exceed_registered", "amount_not_a_number",
        "employer_repeated",
    ),
    EMPLOYER,
)  # fmt: skip
