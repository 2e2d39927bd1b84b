"""A table of ours as Parquet: python3 table_to_parquet.py scores.fits scores.parquet (astropy and pyarrow)."""
import sys
import astropy.units as u
from astropy.table import Table

table = Table.read(sys.argv[1], hdu=1, mask_invalid=False, unit_parse_strict="silent")
table.convert_bytestring_to_unicode()
for column in table.columns.values():
    if str(column.unit) == "nanomaggy":  # astropy has it, the FITS standard does not
        column.unit = u.nanomaggy
table.write(sys.argv[2], format="parquet", overwrite=True)
