extension Card {
  /// Whether the card says how the data of a unit are stored. It stands once in a header: where it
  /// stands twice, two programs read two files.
  var isStructural: Bool {
    Self.structural.contains(keyword) || isNumbered(Self.numberedStructural)
  }

  /// Whether the keyword is one of some roots with a number after it: TFORM12.
  func isNumbered(_ roots: Set<String>) -> Bool {
    let digits = keyword.utf8.reversed().prefix { (0x30...0x39).contains($0) }.count
    return digits > 0 && roots.contains(String(keyword.dropLast(digits)))
  }

  private static let structural: Set<String> = [
    "SIMPLE", "XTENSION", "BITPIX", "NAXIS", "PCOUNT", "GCOUNT", "GROUPS", "TFIELDS", "THEAP",
    "BSCALE", "BZERO", "BLANK",
    // Of compressed images and tables.
    "ZIMAGE", "ZTABLE", "ZCMPTYPE", "ZBITPIX", "ZNAXIS", "ZPCOUNT", "ZGCOUNT", "ZTHEAP",
    "ZTILELEN", "ZQUANTIZ", "ZDITHER0", "ZSCALE", "ZZERO", "ZBLANK", "ZMASKCMP",
  ]
  private static let numberedStructural: Set<String> = [
    "NAXIS", "TTYPE", "TFORM", "TSCAL", "TZERO", "TNULL", "TDIM", "TBCOL",
    "ZNAXIS", "ZTILE", "ZNAME", "ZVAL", "ZFORM", "ZCTYP",
  ]
}
