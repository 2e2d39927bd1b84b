internal import ArgumentParser
internal import Catalogs

/// Which columns of a catalog are meant, where habit does not find them.
struct ColumnOptions: ParsableArguments {
  @Option(help: "The column of right ascension, in degrees. Default: ra and its usual names.")
  var raColumn: String?

  @Option(help: "The column of declination, in degrees. Default: dec and its usual names.")
  var decColumn: String?

  @Option(help: "The column of names. Default: id and its usual names.")
  var idColumn: String?

  @Option(help: "The column of classes. Default: class and its usual names.")
  var classColumn: String?

  var names: CatalogColumns {
    CatalogColumns(ra: raColumn, dec: decColumn, id: idColumn, sourceClass: classColumn)
  }
}
