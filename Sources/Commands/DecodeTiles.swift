internal import ArgumentParser
internal import FITS

/// `galaxy-aep decode-tiles -- PATH UNIT FIRST COUNT [bits]`: how the program calls itself to unpack a
/// tile-compressed image in a process that may die.
struct DecodeTiles: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Unpack pixels of a tile-compressed image; the program calls this itself.",
    shouldDisplay: false)

  @Argument var path: String
  @Argument var unit: Int
  @Argument var first: Int
  @Argument var count: Int
  @Argument var kind: String?

  func run() {
    TileDecoder.answer(path: path, unit: unit, first: first, count: count, bits: kind == "bits")
  }
}
