extension Mutation {
  static let values = [
    "-1", "0", "1", "7", "999", "65536", "2147483647", "2147483648", "4294967296",
    "9223372036854775807", "-9223372036854775808", "99999999999999999999", "1e300", "1e400", "-0.0",
    "nan", "inf", "3.4e38", "1e-320", "0x7f", "1d5", "00000000000000000001", "",
  ]

  static let tokens = [
    "{", "}", "[", "]", "\"", "'", ":", ",", "\n", "\r\n", "\0", "<", ">", "&", "&#0;", "&lt;",
    "<!--",
    "-->", "<![CDATA[", "]]>", "<TD>", "</TD>", "<TR>", "</TABLE>", "<FIELD name=\"x\"/>", "#",
    "# %ECSV 1.0\n",
    "- ", "  ", "\t", "*id", "&id ", "<<: *id", "!!binary ", "|\n", ">\n", "null", "true", "~", "%",
    "$DATA",
    "../", "/dev/zero", "{band}", "(*)", "{field}", "arraysize=\"*\"", "datatype=\"double\"",
    "\u{feff}", "é",
    "\\u0000", "\\ud800", "ra,dec,class", "STAR", "GALAXY", "--", "..", "=", "@", "\u{1b}[2J",
  ]

  static let keywords = [
    "BITPIX", "NAXIS", "NAXIS1", "NAXIS2", "NAXIS3", "NAXIS4", "PCOUNT", "GCOUNT", "TFIELDS",
    "TFORM1",
    "TFORM2", "TFORM9", "TTYPE1", "TUNIT1", "TSCAL4", "TZERO5", "TNULL5", "TDIM1", "TDIM8",
    "TDISP1", "THEAP",
    "TBCOL1", "ZIMAGE", "ZNAXIS", "ZNAXIS1", "ZTILE1", "ZCMPTYPE", "ZBITPIX", "ZQUANTIZ", "ZNAME1",
    "ZVAL1",
    "BSCALE", "BZERO", "BLANK", "EXTEND", "GROUPS", "EXTNAME", "CONTINUE", "CHECKSUM", "DATASUM",
    "CTYPE1",
    "CTYPE2", "CUNIT2", "CRVAL1", "CRPIX1", "CD1_1", "PC1_1", "CDELT1", "CROTA2", "A_ORDER",
    "A_9_9", "B_0_2",
    "AP_ORDER", "WCSAXES", "PV1_999", "PV2_1", "PS1_0", "CPDIS1", "DP1", "DQ1", "CQDIS1",
    "D2IMDIS1", "AXISCORR",
    "CRPIX99", "CD99_99", "LONPOLE", "LATPOLE", "RADESYS", "EQUINOX", "WCSNAME", "DATE-OBS", "END",
    "XTENSION",
    "LONGSTRN", "INHERIT", "SIMPLE", "FILTER", "EXPTIME", "NMGY", "MAGZERO", "BUNIT", "BANDS",
    "PIXSCALE",
    "CLASSES", "FIELD", "HIERARCH", "COMMENT", "",
  ]

  static let cardValues =
    values + [
      "T", "F", "'", "''", "'A", "'0A'", "'1A'", "'1PA(1000000)'", "'9999999E'", "'1PE(-1)'",
      "'1QD(3)'",
      "'999999999A'", "'50A10'", "'1Q'", "'E99999.99999'", "'(1,2,3)'", "'(99999999)'", "(1,2)",
      "/", "=",
      "'RA---TPV'", "'DEC--TPV'", "'RA---TAN-SIP'", "'DEC--SZP'", "'FREQ-TAB'", "'IMAGE   '",
      "'BINTABLE'",
      "'TABLE'", "'RICE_1'", "'GZIP_2'", "'HCOMPRESS_1'", "'PLIO_1'", "'LOOKUP'", "'Lookup'",
      "'TPD'",
      "'EXTVER: 1'", "'NAXES: 2'", "'A.1: 2.0'", "'" + String(repeating: "d", count: 60) + "'",
      "'" + String(repeating: "A", count: 68), "'x&'", "'u,g,r'", "'u,u,u,u,u'",
    ]
}
