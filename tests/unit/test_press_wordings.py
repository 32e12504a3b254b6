"""One measure in many wordings, as the regional press prints it, Indonesian and English; and numbers that are none of them.

Each line: the sentence, then the figures that must come out, as `measure=value`, with `/programme` and `@segment` where they matter.
"""

from datetime import date

import pytest

from sources.press.assembly import extract
from sources.reading import Publication

pytestmark = pytest.mark.unit
DAY = Publication(date(2023, 1, 17), "day", "front_matter")

WORDINGS = """
Angkatan kerja di Jambi tercatat 1,2 juta orang. => workers_labour_force=1200000
Potensi tenaga kerja yang bisa dilindungi di Jambi mencapai 512.300 jiwa. => workers_labour_force=512300
Dari 812 ribu pekerja di Jambi, baru 210 ribu yang terdaftar. => workers_labour_force=812000; workers_registered=210000
Di Jambi terdapat 310.400 pekerja informal yang berpotensi menjadi peserta. => workers_labour_force=310400@informal
Total potensi kepesertaan di Jambi 95.000 pekerja rentan. => workers_labour_force=95000@vulnerable
Pekerja di Jambi yang sudah terlindungi BPJS Ketenagakerjaan sebanyak 210.450 orang. => workers_registered=210450
BPJS Ketenagakerjaan Jambi saat ini melindungi 210.450 tenaga kerja. => workers_registered=210450
Sebanyak 210.450 pekerja di Jambi telah tercover program Jamsostek. => workers_registered=210450
Jumlah kepesertaan BPJS Ketenagakerjaan di Jambi mencapai 210.450. => workers_registered=210450
Peserta Jamsostek di Jambi kini 210.450 tenaga kerja dari 3.201 perusahaan. => workers_registered=210450; employers_registered=3201
Sudah ada 12.400 nelayan di Jambi yang menjadi peserta BPU. => workers_registered=12400@informal
Kepesertaan BPU di Jambi tercatat 12.400 orang, sedangkan PU 98.700 orang. => workers_registered=12400@informal; workers_registered=98700@formal
Pemkab mendaftarkan 4.500 perangkat desa di Jambi ke BPJS Ketenagakerjaan. => workers_registered=4500@non_asn
Iuran 2.300 pekerja rentan di Jambi ditanggung pemerintah daerah. => workers_registered=2300@vulnerable
Peserta aktif BPJS Ketenagakerjaan di Jambi sebanyak 150.320 orang. => workers_active=150320
Tenaga kerja aktif di Jambi tercatat 150.320 orang dan 2.100 perusahaan aktif. => workers_active=150320; employers_active=2100
Dari 210.450 peserta di Jambi, yang masih aktif 150.320 orang. => workers_registered=210450; workers_active=150320
Yang aktif membayar iuran di Jambi hanya 150.320 peserta. => workers_active=150320
Sebanyak 150.320 peserta di Jambi berstatus aktif, sementara 60.130 lainnya nonaktif. => workers_active=150320; workers_inactive=60130
Peserta tidak aktif di Jambi mencapai 60.130 orang. => workers_inactive=60130
Masih ada 60.130 peserta di Jambi yang sudah tidak aktif lagi. => workers_inactive=60130
Pekerja di Jambi yang belum terlindungi mencapai 400 ribu orang. => workers_unprotected=400000
Masih ada sekitar 400 ribu pekerja di Jambi yang belum menjadi peserta BPJS Ketenagakerjaan. => workers_unprotected=400000
Sisanya, 400 ribu pekerja di Jambi belum tersentuh program ini. => workers_unprotected=400000
Lebih dari 400.000 pekerja informal di Jambi belum memiliki perlindungan jaminan sosial. => workers_unprotected=400000@informal
Sepanjang 2022 peserta baru di Jambi bertambah 25.600 orang. => workers_new=25600
Jamsostek Jambi berhasil menjaring 25.600 peserta baru dari 310 perusahaan. => workers_new=25600; employers_new=310
Hingga Oktober 2022 terdapat penambahan 25.600 tenaga kerja peserta di Jambi. => workers_new=25600
Akuisisi peserta baru di Jambi selama 2022 mencapai 25.600 orang. => workers_new=25600
Selama semester I 2022 di Jambi terdaftar 25.600 peserta baru. => workers_new=25600
BPJS Ketenagakerjaan Jambi menargetkan 300.000 peserta pada 2023. => workers_target=300000
Tahun ini Jambi menargetkan 300.000 pekerja terlindungi. => workers_target=300000
Target kepesertaan di Jambi tahun 2023 adalah 300 ribu tenaga kerja. => workers_target=300000
Target peserta aktif di Jambi hingga akhir 2023 sebanyak 300.000 orang. => workers_target=300000
Jamsostek Jambi menargetkan 25.000 peserta baru pada 2023. => workers_new_target=25000
Target penambahan peserta baru di Jambi tahun ini 25.000 orang. => workers_new_target=25000
Dari target 25.000 peserta baru di Jambi, sudah tercapai 20.500 orang. => workers_new_target=25000; workers_new=20500
Tahun depan Jambi membidik tambahan 25.000 peserta. => workers_new_target=25000
Perusahaan yang terdaftar di Jambi sebanyak 3.201. => employers_registered=3201
Jumlah perusahaan peserta Jamsostek di Jambi 3.201 perusahaan. => employers_registered=3201
Di Jambi ada 3.201 pemberi kerja yang menjadi peserta BPJS Ketenagakerjaan. => employers_registered=3201
Badan usaha yang terdaftar di Jambi mencapai 3.201 dengan 98.700 tenaga kerja. => employers_registered=3201; workers_registered=98700
Perusahaan aktif di Jambi 2.100, yang nonaktif 1.101. => employers_active=2100; employers_inactive=1101
Sebanyak 1.101 perusahaan di Jambi sudah tidak aktif. => employers_inactive=1101
Perusahaan baru yang mendaftar di Jambi tahun 2022 sebanyak 310 perusahaan. => employers_new=310
Jamsostek Jambi menargetkan 500 perusahaan baru pada 2023. => employers_new_target=500
Target perusahaan peserta di Jambi pada 2023 sebanyak 3.700 perusahaan. => employers_target=3700
Masih ada 740 perusahaan di Jambi yang belum terdaftar. => employers_unregistered=740
Sedikitnya 740 perusahaan di Jambi belum mendaftarkan karyawannya. => employers_unregistered=740
Dari 5.000 perusahaan yang ada di Jambi, baru 3.201 yang menjadi peserta. => employers_population=5000; employers_registered=3201
Data Disnaker menyebut di Jambi ada 5.000 perusahaan. => employers_population=5000
Cakupan kepesertaan di Jambi baru 31,5 persen. => coverage_rate=31.5
Tingkat perlindungan pekerja di Jambi mencapai 31,5 persen dari angkatan kerja. => coverage_rate=31.5
Baru 31,5 persen pekerja di Jambi yang terlindungi. => coverage_rate=31.5
Universal coverage Jamsostek di Jambi saat ini 31,5 persen. => coverage_rate=31.5
Coverage BPJS Ketenagakerjaan di Jambi naik dari 28 persen menjadi 31,5 persen. => coverage_rate=28; coverage_rate=31.5
Sekitar 31,5% tenaga kerja di Jambi sudah menjadi peserta BPJS Ketenagakerjaan. => coverage_rate=31.5
Sebanyak 68,5 persen pekerja di Jambi belum terlindungi. => uncovered_rate=68.5
Masih 68,5 persen tenaga kerja di Jambi yang belum terdaftar. => uncovered_rate=68.5
Pada 2024 cakupan kepesertaan di Jambi ditargetkan 50 persen. => coverage_target=50
Jambi menargetkan universal coverage Jamsostek sebesar 50 persen pada 2024. => coverage_target=50
Sebanyak 64 persen perusahaan di Jambi sudah terdaftar. => employer_coverage_rate=64
Realisasi peserta baru di Jambi 82 persen dari target. => achievement_rate=82
Capaian itu 82 persen dari target Jambi tahun ini. => achievement_rate=82
Pencapaian target di Jambi sudah 82 persen. => achievement_rate=82
Jumlah peserta di Jambi tumbuh 12 persen dibanding tahun lalu. => growth_rate=12
Peserta Jamsostek di Jambi meningkat 12 persen. => growth_rate=12
Klaim JHT di Jambi melonjak 40 persen. => growth_rate=40/JHT
Jambi menargetkan pertumbuhan peserta 15 persen pada 2023. => growth_target=15
Sekitar 60 persen peserta di Jambi berasal dari sektor perkebunan. => share_rate=60
Peserta aktif hanya 40 persen dari total peserta di Jambi. => share_rate=40
Sepanjang 2022 di Jambi dibayarkan 12.340 klaim senilai Rp150,5 miliar. => claims_count=12340/ALL; claims_amount=150500000000/ALL
BPJS Ketenagakerjaan Jambi mencairkan Rp150,5 miliar untuk 12.340 kasus. => claims_amount=150500000000/ALL; claims_count=12340/ALL
Klaim JHT di Jambi 9.100 kasus dengan nominal Rp120 miliar, JKK 1.200 kasus Rp9,5 miliar, dan JKM 310 kasus Rp13 miliar. => claims_count=9100/JHT; claims_amount=120000000000/JHT; claims_count=1200/JKK; claims_amount=9500000000/JKK; claims_count=310/JKM; claims_amount=13000000000/JKM
Santunan kematian di Jambi dibayarkan kepada 310 ahli waris sebesar Rp13 miliar. => claims_amount=13000000000/JKM
Manfaat JKP di Jambi diterima 140 pekerja dengan nilai Rp780 juta. => claims_count=140/JKP; claims_amount=780000000/JKP
Selama 2022, total manfaat yang disalurkan di Jambi mencapai Rp150,5 miliar. => claims_amount=150500000000/ALL
Pembayaran jaminan di Jambi hingga Oktober 2022 sebesar Rp95 miliar untuk 8.700 kasus. => claims_amount=95000000000/ALL; claims_count=8700/ALL
Jumlah kasus kecelakaan kerja di Jambi tercatat 1.200 kasus. => claims_count=1200/JKK
Beasiswa di Jambi diberikan kepada 210 anak senilai Rp1,1 miliar. => scholarship_recipients=210/SCHOLARSHIP; scholarship_amount=1100000000/SCHOLARSHIP
Penerima beasiswa di Jambi sebanyak 210 anak. => scholarship_recipients=210/SCHOLARSHIP
BSU di Jambi disalurkan kepada 45.600 pekerja. => bsu_recipients=45600/BSU
Sebanyak 45.600 pekerja di Jambi menerima BSU senilai total Rp27,3 miliar. => bsu_recipients=45600/BSU; bsu_amount=27300000000/BSU
Calon penerima BSU di Jambi tercatat 52.000 orang. => bsu_candidates=52000/BSU
Sebanyak 52.000 pekerja di Jambi diusulkan menerima BSU. => bsu_candidates=52000/BSU
Penerimaan iuran BPJS Ketenagakerjaan Jambi Rp310 miliar. => contributions_amount=310000000000
Jumlah faskes yang bekerja sama di Jambi 45 unit. => facilities_plkk=45
BPJS Ketenagakerjaan di Jambi memiliki tiga kantor cabang. => offices_branch=3
Kanwil membawahi 12 kantor cabang di Jambi dan sekitarnya. => offices_branch=12
Di Jambi tersedia lima unit layanan. => offices_unit=5
Tertanggung JPK di Jambi mencapai 30.013 jiwa. => jpk_insured=30013/JPK
There are 210,450 active participants in Jambi. => workers_active=210450
BPJS Employment in Jambi covers 210,450 workers. => workers_registered=210450
Of the 1.2 million workers in Jambi, only 210,450 are registered with BPJS Ketenagakerjaan. => workers_labour_force=1200000; workers_registered=210450
As many as 400,000 informal workers in Jambi are not yet covered. => workers_unprotected=400000@informal
BPJS Ketenagakerjaan Jambi paid out 12,340 claims worth Rp150.5 billion in 2022. => claims_count=12340/ALL; claims_amount=150500000000/ALL
The coverage rate in Jambi stands at 31.5 percent. => coverage_rate=31.5
It paid Rp120 billion in old-age benefits to 9,100 workers in Jambi. => claims_amount=120000000000/JHT; claims_count=9100/JHT
Around 3,201 companies in Jambi have registered their workers. => employers_registered=3201
BPJS Ketenagakerjaan aims to protect 300,000 workers in Jambi by 2023. => workers_target=300000
Jambi has 3,201 registered companies with 98,700 workers. => employers_registered=3201; workers_registered=98700
Scholarships were given to 210 children in Jambi. => scholarship_recipients=210/SCHOLARSHIP
The wage subsidy reached 45,600 workers in Jambi. => bsu_recipients=45600/BSU
Upah minimum Jambi naik 8 persen. =>
Ia menyerahkan santunan kepada dua ahli waris di Jambi. =>
Sebanyak 25 pegawai BPJS Ketenagakerjaan Jambi mengikuti donor darah. =>
Perusahaan itu mempekerjakan 2.000 karyawan di Jambi. =>
Sosialisasi di Jambi diikuti 150 perusahaan. =>

Dari 312.500 angkatan kerja di Jambi, tercapai 95.400 atau 30,53 persen. => workers_labour_force=312500; workers_registered=95400; coverage_rate=30.53
Sebanyak 40.200 atau 80 persen dari 50.250 potensi peserta di Jambi. => workers_registered=40200; coverage_rate=80; workers_labour_force=50250
Potensi pekerja di Jambi 7,2 juta, yang terdaftar 2,9 juta. Masih ada sisa 4,3 juta pekerja yang harus disasar. => workers_labour_force=7200000; workers_registered=2900000; workers_unprotected=4300000
Peserta di Jambi 2,25 juta pekerja. Rinciannya, jumlah pekerja formal 1.349.249, informal 101.086, dan konstruksi 798.980 pekerja. => workers_registered=2250000; workers_registered=1349249@formal; workers_registered=101086@informal; workers_registered=798980@construction
Peserta aktif di Jambi 29.000 orang. Kini peserta meningkat menjadi 33.000 pekerja. => workers_active=29000; workers_active=33000
Peningkatan tenaga kerja penerima upah di Jambi pada triwulan I mencapai 40.118 tenaga kerja. => workers_new=40118@formal
Jumlah peserta di Jambi berkurang 1.200 orang. =>
Kasus kecelakaan kerja di Jambi 1.525 kasus, ada kenaikan 462 kasus. => claims_count=1525/JKK
Di Jambi ada 1.301 perusahaan peserta dengan jumlah tenaga kerja 36.701. => employers_registered=1301; workers_registered=36701
Dari 1.551 perusahaan di Jambi, sebanyak 250 perusahaan belum terdaftar. => employers_population=1551; employers_unregistered=250
Dari 250 perusahaan yang beroperasi di Jambi, 144 perusahaan tambang, kebun dan migas sudah menjadi peserta. => employers_population=250; employers_registered=144
Sebanyak 47.915 pegawai non ASN dan 41.271 perangkat desa di Jambi dilindungi. => workers_registered=47915@non_asn; workers_registered=41271@non_asn
Jumlah angkatan kerja di Jambi yang terdaftar baru 114 ribu orang. => workers_registered=114000
Sebanyak 88.169 pekerja di Jambi menjadi peserta aktif, dengan jumlah pekerja BPU sebanyak 10.204 peserta. => workers_active=88169; workers_active=10204@informal
Perusahaan di Jambi yang mendaftarkan pegawainya sebanyak 1.370, jumlah pegawai yang terdaftar 17.798 orang. => employers_registered=1370; workers_registered=17798
Jambi menargetkan 10.000 pekerja dari 100 perusahaan menjadi peserta. => workers_target=10000; employers_target=100
Jambi optimistis mencapai target karena hingga Maret 2022 sudah terdaftar 154.307 pekerja. => workers_registered=154307
Cakupan di Jambi baru 24,86 persen. Targetnya meningkat menjadi 38,39 persen pada 2025. => coverage_rate=24.86; coverage_target=38.39
Cakupan di Jambi tahun 2022 sebesar 67,95 persen. Angka tersebut turun dari tahun 2021 yang mencapai 76,11 persen. => coverage_rate=67.95; coverage_rate=76.11
Di Jambi terdaftar 583.094 pekerja. Dari jumlah tersebut, 72 persen pekerja formal. => workers_registered=583094; share_rate=72@formal
Klaim di Jambi terdiri dari Rp33,8 miliar untuk JHT dan JKM, serta Rp1,4 miliar untuk JKK. => claims_amount=33800000000/JHT+JKM; claims_amount=1400000000/JKK
Biaya santunan di Jambi, baik JKK, JHT, maupun JKM, sebesar Rp31,23 miliar. => claims_amount=31230000000/ALL
Di Jambi klaim JKM dan JKK 311 orang dan 5.893 orang dengan nilai masing-masing Rp14,6 miliar dan Rp13,92 miliar. => claims_count=311/JKM; claims_count=5893/JKK; claims_amount=14600000000/JKM; claims_amount=13920000000/JKK
Di Jambi 33.112 nelayan terdaftar dalam program Jaminan Kecelakaan Kerja dan Jaminan Kematian. => workers_registered=33112
Di Jambi 194.547 pekerja telah divalidasi untuk menerima Bantuan Subsidi Upah. => bsu_candidates=194547/BSU
Perusahaan di Jambi yang menjadi peserta 32.147 perusahaaan. => employers_registered=32147
Jambi has 6.1 million formal and informal workers. From that number, 3.7 million already become part of BPJS Ketenagakerjaan. => workers_labour_force=6100000; workers_registered=3700000
A total of 1,850 palm oil sector workers in Jambi are now officially covered. => workers_registered=1850
Di Jambi ada 15 regulasi yang mendukung pembayaran klaim. =>
Pekerja dari 74 wadah di Jambi menjadi peserta. =>
Peserta di Jambi berhak atas subsidi sebesar 50 persen. =>
Peserta di Jambi bertambah dari 180.000 menjadi 210.450 orang. => workers_registered=180000; workers_registered=210450
Jumlah peserta di Jambi naik 12 persen menjadi 210.450 orang dari 187.900 orang. => growth_rate=12; workers_registered=210450; workers_registered=187900
Jambi hanya memiliki 210.450 peserta aktif, turun dari 230.000 peserta pada 2021. => workers_active=210450; workers_active=230000
Kepesertaan aktif di Jambi 150.320 tenaga kerja (71,4 persen), nonaktif 60.130 (28,6 persen). => workers_active=150320; share_rate=71.4; workers_inactive=60130; share_rate=28.6
Peserta PU dan BPU di Jambi masing-masing 98.700 orang dan 12.400 orang. => workers_registered=98700@formal; workers_registered=12400@informal
Iuran yang terkumpul di Jambi Rp310 miliar atau 95 persen dari target Rp326 miliar. => contributions_amount=310000000000; achievement_rate=95
Untuk sektor BPU di Jambi masih ada tantangan. Dari target 136 ribu pekerja, saat ini baru 52 ribu yang terlindungi. => workers_target=136000@informal; workers_registered=52000@informal
Di Jambi dibayar klaim jasa konstruksi Rp1,5 miliar untuk 152 kasus. => claims_amount=1500000000@construction; claims_count=152@construction
Sebanyak 737.674 pekerja di Jambi, mulai tahun 1997, tidak lagi aktif. => workers_inactive=737674
Pada April 40.555 peserta di Jambi nonaktif, sedangkan Mei 16.106 peserta. => workers_inactive=40555; workers_inactive=16106
Pada akhir 2023 peserta di Jambi diperkirakan menjadi 300.000 orang. => workers_target=300000
Sebanyak 20.000 pekerja rentan di Jambi akan didaftarkan tahun ini. => workers_target=20000@vulnerable
BSU di Jambi sudah cair untuk 45.600 pekerja, sisanya 6.400 pekerja masih proses validasi. => bsu_recipients=45600/BSU; bsu_candidates=6400/BSU
BPJS Ketenagakerjaan has 210,450 members in Jambi, 98,700 of whom are formal workers. => workers_registered=210450; workers_registered=98700@formal
The number of participants in Jambi grew 12 percent to 210,450. => growth_rate=12; workers_registered=210450
Jika target tercapai seratus persen, Jambi lega. =>
Disnaker Jambi mencatat ada 5.662 perusahaan. Namun baru 3.201 perusahaan yang terdaftar atau 56,5 persen. Sisanya 2.461 perusahaan belum mendaftar. => employers_population=5662; employers_registered=3201; employer_coverage_rate=56.5; employers_unregistered=2461
Penerima BSU di Jambi bertambah. Dari 52.000 data yang diajukan, 48.300 dinyatakan valid. Dana telah ditransfer kepada 45.600 pekerja, sisanya 2.700 orang masih menunggu. => bsu_candidates=52000/BSU; bsu_candidates=48300/BSU; bsu_recipients=45600/BSU; bsu_candidates=2700/BSU
Target kepesertaan di Jambi 25.000 tenaga kerja baru dan 350 perusahaan baru. Hingga Maret sudah tercapai 6.200 tenaga kerja dan 85 perusahaan. => workers_new_target=25000; employers_new_target=350; workers_new=6200; employers_new=85
Kanwil Sumbagsel mencatat pembayaran manfaat Rp1,2 triliun. Sumatera Selatan tertinggi dengan Rp600 miliar, diikuti Lampung Rp350 miliar. => claims_amount=1200000000000; claims_amount=600000000000; claims_amount=350000000000
Penambahan kepesertaan di Jambi mencapai 12.300 tenaga kerja dari target 15.000 atau 82 persen. => workers_new=12300; workers_new_target=15000; achievement_rate=82
Untuk sektor jasa konstruksi di Jambi tercatat 1.250 proyek dengan 35.000 tenaga kerja. => projects_registered=1250@construction; workers_registered=35000@construction
Some 457,550 workers, or 68.5 percent of the workforce in Jambi, remain unprotected. => workers_unprotected=457550; uncovered_rate=68.5
The office in Jambi disbursed Rp150.5 billion to 12,340 claimants. => claims_amount=150500000000/ALL; claims_count=12340/ALL
Jumlah peserta di Jambi per 31 Desember 2022 sebanyak 210.450 orang, naik 22.550 orang dibanding tahun 2021 yang tercatat 187.900 orang. => workers_registered=210450; workers_new=22550; workers_registered=187900
Sebanyak 70 persen dari 5.000 perusahaan di Jambi sudah terdaftar. => employer_coverage_rate=70; employers_population=5000
Program khusus jasa konstruksi di Jambi diikuti 653 perusahaan dengan 73.285 pekerja. => employers_registered=653@construction; workers_registered=73285@construction
Peserta JP di Jambi 81.200 orang, JHT 98.700 orang, JKK dan JKM 210.450 orang. => workers_registered=81200/JP; workers_registered=98700/JHT; workers_registered=210450/JKK+JKM
Tahun ini Jambi menargetkan kepesertaan baru 40.000 orang, terdiri dari PU 18.000, BPU 12.000 dan Jakon 10.000. => workers_new_target=40000; workers_new_target=18000@formal; workers_new_target=12000@informal; workers_new_target=10000@construction
BSU 2022 di Jambi tersalur kepada 12.100 pekerja atau 94 persen dari target 12.800 pekerja. => bsu_recipients=12100/BSU; bsu_disbursed_rate=94/BSU; bsu_candidates=12800/BSU
Angka kepesertaan pekerja informal di Jambi 4 persen. Sementara pekerja formal sudah 54 persen dari 258.000 pekerja. => coverage_rate=4@informal; coverage_rate=54@formal; workers_labour_force=258000@formal
Ditargetkan pada 2023 UCJ Jambi 45 persen, 2024 sebesar 50 persen dan 2025 sebesar 60 persen. => coverage_target=45; coverage_target=50; coverage_target=60
Jambi still has 457,550 workers who are not protected by the program, or around 68.5 percent of the total 668,000 workers. => workers_unprotected=457550; uncovered_rate=68.5; workers_labour_force=668000
Potensi di Jambi masih luas sebab baru 40.500 orang dari 110.200 angkatan kerja yang masuk Jamsostek. => workers_registered=40500; workers_labour_force=110200
Dari 310.000 pekerja di Jambi baru 32,7 persen atau sekitar 101.370 pekerja yang terlindungi. => workers_labour_force=310000; coverage_rate=32.7; workers_registered=101370
Di Jambi dari 310.000 pekerja yang layak baru 32,7 persen. => workers_labour_force=310000; coverage_rate=32.7
Terbukti sekitar 1.747 dari 2.239 perusahaan yang ada di Jambi belum terdaftar di BPJS Ketenagakerjaan. => employers_unregistered=1747; employers_population=2239
Perusahaan di Jambi yang belum terdaftar tercatat 1.747 perusahaan atau sekitar 78 persen. => employers_unregistered=1747; uncovered_rate=78
Sebanyak 1.129 perusahaan di Kabupaten Temanggung, Jawa Tengah, belum mendaftarkan pekerjanya sebagai peserta. => employers_unregistered=1129
Di Jambi masih ada 138 ribu lagi yang harus kita lindungi. => workers_new_target=138000
BPJS Ketenagakerjaan Jambi merilis 58.568 dari target 114.230 peserta baru. => workers_new=58568; workers_new_target=114230
Peserta baru di Jambi 229.124, di atas target 220.983 peserta baru. => workers_new=229124; workers_new_target=220983
Peserta di Jambi 39.514 orang pada 2022, menurun menjadi 37.872 orang pada 2023, kembali meningkat menjadi 42.328 orang pada 2024. => workers_registered=39514; workers_registered=37872; workers_registered=42328
Peserta aktif di Jambi 210.450 orang. Jumlah itu cuma 20 persen dari angkatan kerja. => workers_active=210450; coverage_rate=20
Cakupan jaminan sosial ketenagakerjaan di Jambi turun. Tahun 2024 angkanya 76,11 persen. => coverage_rate=76.11
Dari 36.121 perusahaan di Jambi, 14.307 perusahaan nonaktif. Sisanya, 21.814 perusahaan, masih aktif. => employers_registered=36121; employers_inactive=14307; employers_active=21814
Di Jambi sudah ada 154.307 pekerja, formal maupun informal, yang masuk sebagai peserta baru. => workers_new=154307
Badan usaha yang terdaftar di Jambi 3.178 badan usaha. Peserta penerima upah 146.410 orang. => employers_registered=3178; workers_registered=146410@formal
Potensi di Jambi 100.590 peserta. => workers_labour_force=100590
Sebanyak 559 badan usaha dan 8.558 tenaga kerja terlindungi program BPJS Ketenagakerjaan di Jambi. => employers_registered=559; workers_registered=8558
Klaim JHT di Jambi Rp1,4 triliun, jadi naik 15,44 persen. => claims_amount=1400000000000/JHT; growth_rate=15.44/JHT
Pekerja yang dilayani di Jambi 568.945 orang. Perusahaannya 12.145. => workers_registered=568945; employers_registered=12145
Sebanyak 115.357 pekerja Jambi tak lagi jadi peserta aktif BPJS Ketenagakerjaan. => workers_inactive=115357
Cakupan di Jambi harus naik 20 persen pada 2025. => growth_target=20
Di Jambi terdapat 19.255 tenaga kerja yang bekerja pada 1.580 perusahaan. => workers_labour_force=19255
Dari sekitar 11 juta tenaga kerja informal di Jambi baru 85.460 orang yang ikut. => workers_labour_force=11000000@informal; workers_registered=85460@informal
Peserta aktif di Jambi 520.000 orang. Pada Januari berjumlah 568.468 orang. => workers_active=520000; workers_active=568468
Jumlah peserta di Jambi bahkan belum mencapai 500 ribu orang. =>
Utang iuran perusahaan di Jambi berjumlah Rp1.679.752.569. =>
Cita-cita kami 100 persen pekerja di Jambi terlindungi. =>
Di Jambi ada 2.968 perusahaan yang tidak patuh. =>
Tahun 2017 di Jambi BPU ada 16.547 orang, namun akhir 2018 tercatat menurun menjadi 12.808 orang. => workers_registered=16547@informal; workers_registered=12808@informal
Coverage Jambi 31,9 persen saat ini, bagaimana bisa menjadi 35,68 persen. => coverage_rate=31.9; coverage_target=35.68
""".strip()


def _wanted(figures: str) -> list[tuple[str, str, str]]:
    found = []
    for figure in filter(None, (part.strip() for part in figures.split(";"))):
        rest, _, segment = figure.partition("@")
        rest, _, programme = rest.partition("/")
        found.append((rest, programme, segment))
    return sorted(found)


@pytest.mark.parametrize("line", WORDINGS.splitlines(), ids=lambda line: line[:60])
def test_a_wording_gives_its_figures_and_no_others(line: str) -> None:
    text, _, figures = line.partition("=>")
    wanted = _wanted(figures)
    named = {programme for _, programme, _ in wanted}
    got = [
        (f"{f.measure}={f.value.normalize():f}", (f.programme or "") if named - {""} else "", f.segment or "")
        for f in extract(text.strip(), DAY).facts
    ]
    assert sorted(got) == wanted


NO_FIGURES = """
Sebanyak 3.000 pekerja di Jambi terkena PHK selama pandemi.
Perusahaan itu merumahkan 450 karyawan di Jambi.
Peserta BPJS Kesehatan di Jambi mencapai 3,2 juta jiwa.
Jumlah penduduk miskin di Jambi 280 ribu orang atau 7,6 persen.
Tingkat pengangguran terbuka di Jambi 4,5 persen.
UMP Jambi 2023 sebesar Rp2,9 juta naik 9,04 persen.
Sebanyak 500 pekerja menghadiri sosialisasi BPJS Ketenagakerjaan di Jambi.
Kegiatan di Jambi itu diikuti 120 HRD perusahaan.
Ada 45 peserta pelatihan vokasi di Jambi.
Tim memeriksa 60 perusahaan di Jambi yang tidak patuh.
BPJS Ketenagakerjaan Jambi menyerahkan 75 perusahaan ke kejaksaan.
Kejaksaan memulihkan iuran Rp1,2 miliar dari 40 perusahaan di Jambi.
Denda maksimal Rp1 miliar dan kurungan delapan tahun menanti pemberi kerja di Jambi.
Santunan yang diterima ahli waris di Jambi sebesar 48 kali upah.
Biaya perawatan peserta di Jambi mencapai Rp350 juta dan ditanggung penuh.
Almarhum meninggalkan istri dan dua anak di Jambi.
BPJS Ketenagakerjaan memiliki 325 kantor di seluruh Indonesia.
Dana JHT dikembangkan dengan hasil 5,7 persen.
Suku bunga deposito bank pemerintah 3,25 persen.
Kredit perumahan bagi peserta di Jambi maksimal Rp500 juta.
Peserta di Jambi mendapat diskon iuran 50 persen.
Lebih dari 2.000 pelari mengikuti lomba di Jambi.
Sebanyak 1.200 pohon ditanam di Jambi oleh BPJS Ketenagakerjaan.
Pemprov Jambi memiliki 9.500 ASN.
Di Jambi ada 1.562 desa dan kelurahan.
Jumlah UMKM di Jambi mencapai 180.000 unit.
Luas kebun sawit di Jambi 1,1 juta hektare.
Di pabrik itu bekerja 1.800 orang.
Perusahaan tersebut mempekerjakan 1.800 karyawan, 300 di antaranya kontrak.
Kasus Covid-19 di Jambi bertambah 120 orang.
Sebanyak 210 pekerja di Jambi mengadu ke Disnaker soal THR.
Antrean klaim JHT di Jambi mencapai 150 orang per hari.
Setiap hari kantor cabang Jambi melayani 200 peserta.
Kuota layanan daring di Jambi 100 orang per hari.
Wakil gubernur menargetkan pertumbuhan ekonomi 5 persen di Jambi.
Inflasi Jambi 6,39 persen.
Program ini telah berjalan di 34 provinsi dan 514 kabupaten/kota.
Ia menyebut ada 5 program BPJS Ketenagakerjaan di Jambi.
Peserta di Jambi yang berusia di atas 56 tahun dapat mencairkan JHT.
Sebanyak 80 perawat di rumah sakit Jambi mendapat penghargaan.
BPJS Ketenagakerjaan Jambi menyalurkan 500 paket sembako.
Modal usaha Rp25 juta diberikan kepada 20 peserta di Jambi.
Pemkot Jambi menyiapkan anggaran Rp3 miliar untuk program ini.
Perusahaan yang mempekerjakan 10 orang wajib ikut Jamsostek.
Dari hasil survei, 70 persen responden di Jambi puas.
Waktu layanan klaim di Jambi dipangkas menjadi 15 menit.
Sebanyak 12 pejabat dilantik di Kantor Wilayah.
Kapal itu mengangkut 45 penumpang dan 12 awak.
Kebakaran menewaskan 7 pekerja di Jambi.
Kepala cabang menyerahkan kartu peserta kepada 25 nelayan di Jambi.
Dalam sehari, kantor di Jambi melayani 120 pengajuan klaim JHT.
Gaji 1.200 tenaga kontrak Pemkot Jambi belum dibayar.
Sebanyak 40 dari 141 desa di Jambi telah mendaftarkan perangkatnya.
Kepuasan peserta di Jambi mencapai 92,3 persen.
Jambi mendapat jatah 1.500 unit rumah bagi peserta.
Realisasi investasi di Jambi Rp8,2 triliun atau 102 persen dari target.
""".strip()


@pytest.mark.parametrize("text", NO_FIGURES.splitlines(), ids=lambda text: text[:60])
def test_a_number_of_something_else_is_no_figure(text: str) -> None:
    assert [(fact.measure, fact.as_printed) for fact in extract(text, DAY).facts] == []
