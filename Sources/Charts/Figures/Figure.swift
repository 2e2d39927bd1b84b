public import Files
internal import Foundation

/// A drawing with everything it shows inside it; written as PNG, SVG or PDF.
///
/// The same figure gives the same bytes every time.
public protocol Figure: Sendable {
  var size: FigureSize { get }
  func draw(on canvas: borrowing Canvas)
}

extension Figure {
  /// Writes a PNG of `size` × `scale` pixels with `provenance` in its text chunks.
  public func writePNG(
    to path: String, provenance: Provenance, scale: Double = 1, ground: Ground = .light
  ) throws(ChartError) {
    try naming(path) { () throws(ChartError) in try picture(scale: scale, ground: ground) }
      .writePNG(
        to: path, provenance: provenance, scale: scale)
  }

  public func writeSVG(
    to path: String, provenance: Provenance, ground: Ground = .light
  ) throws(ChartError) {
    try writeVector(.svg, to: path, provenance: provenance, ground: ground)
  }

  public func writePDF(
    to path: String, provenance: Provenance, ground: Ground = .light
  ) throws(ChartError) {
    try writeVector(.pdf, to: path, provenance: provenance, ground: ground)
  }

  /// Writes the format that the name's ending asks for: .png, .svg or .pdf.
  public func write(
    to path: String, provenance: Provenance, scale: Double = 1, ground: Ground = .light
  ) throws(ChartError) {
    switch FileName.ending(of: path) {
    case "png": try writePNG(to: path, provenance: provenance, scale: scale, ground: ground)
    case "svg": try writeSVG(to: path, provenance: provenance, ground: ground)
    case "pdf": try writePDF(to: path, provenance: provenance, ground: ground)
    default:
      throw ChartError(
        "cannot write the figure \(path): its name must end in .png, .svg or .pdf")
    }
  }

  /// The figure's pixels, `scale` of them to a unit.
  public func picture(
    scale: Double = 1, ground: Ground = .light
  ) throws(ChartError) -> Picture {
    let canvas = try Canvas(pixels: size, scale: scale, ground: ground)
    draw(on: canvas)
    return try canvas.picture()
  }

  private func writeVector(
    _ format: VectorFormat, to path: String, provenance: Provenance, ground: Ground
  ) throws(ChartError) {
    let texts = provenance.entries.map { PNGText(keyword: $0.keyword, text: $0.text) }
    let bytes = try naming(path) { () throws(ChartError) in
      try format.bytes(size: size, ground: ground, texts: texts) { canvas in draw(on: canvas) }
    }
    do throws(FileError) { try AtomicFile.write(bytes, to: path) } catch { throw ChartError(error) }
  }

  /// Puts the file's name before whatever went wrong in drawing.
  private func naming<Result>(
    _ path: String, _ body: () throws(ChartError) -> Result
  ) throws(ChartError) -> Result {
    do throws(ChartError) {
      return try body()
    } catch {
      throw ChartError("cannot write the figure \(path): \(error)")
    }
  }
}
