/// What the columns and keywords of maps are called, in files of `segment` and in truth maps.
package enum MapName {
  package static let number = "NUMBER"
  package static let ra = "RA"
  package static let dec = "DEC"
  package static let sourceClass = "CLASS"
  package static let magnitude = "MAG"
  /// Keywords: the field that is mapped, and the names of its classes.
  package static let field = "FIELD"
  package static let classes = "CLASSES"

  /// The light in a band.
  package static func flux(_ band: String) -> String { "FLUX_\(band)" }
}
