internal import FITS
internal import Files

extension LabelledCatalog {
  /// The classes that a catalog lent to a cutout set: its column CLASS beside RA and DEC.
  public init(classesOf cutoutFolder: String) throws {
    var positions: [SkyPosition] = []
    var (ids, classes): ([String], [String]) = ([], [])
    var columnName = CutoutColumns.sourceClass
    let names = try Folder.names(in: cutoutFolder)
    for index in names.compactMap(CutoutShard.index(ofFileName:)).sorted() {
      let file = try FITSFile(reading: CutoutShard.path(index, in: cutoutFolder))
      let table = try file.table(of: file.unit(named: CutoutColumns.tableName))
      guard let ra = table["RA"]?.doubles, let dec = table["DEC"]?.doubles,
        let names = table["ID"]?.strings, let texts = table[CutoutColumns.sourceClass]?.strings
      else { continue }
      positions += zip(ra, dec).map { SkyPosition(ra: $0, dec: $1) }
      ids += names
      classes += texts
      columnName = SealedClasses.originalName(
        in: table[CutoutColumns.sourceClass]?.description)
    }
    guard !positions.isEmpty else {
      throw SurveyError(
        "the cutout set \(cutoutFolder) has no column CLASS; give a labelled catalog (CSV with "
          + "ra, dec, class)")
    }
    try self.init(
      positions: positions, ids: ids, classes: classes, columnName: columnName,
      source: cutoutFolder)
  }
}
