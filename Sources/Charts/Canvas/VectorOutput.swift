internal import CCairo
internal import Foundation

/// Figures as SVG and PDF: the same drawing on another of Cairo's surfaces, into memory.
enum VectorFormat {
  case svg, pdf

  /// The file's bytes with `draw` done on its page.
  func bytes(
    size: FigureSize, ground: Ground, texts: [PNGText], into sink: Sink = Sink(),
    _ draw: (borrowing Canvas) -> Void
  ) throws(ChartError) -> Data {
    let address = Unmanaged.passUnretained(sink).toOpaque()
    let write: cairo_write_func_t = { sink, bytes, count in
      guard let sink, let bytes else { return CAIRO_STATUS_WRITE_ERROR }
      let isTaken = Unmanaged<Sink>.fromOpaque(sink).takeUnretainedValue().take(bytes, Int(count))
      return isTaken ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR
    }
    let surface: OpaquePointer
    switch self {
    case .svg:
      surface = Canvas.present(
        cairo_svg_surface_create_for_stream(write, address, size.width, size.height))
      cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PX)
    case .pdf:
      // A unit is 1/96 inch, as on a screen; a PDF counts in points, 1/72 inch.
      surface = Canvas.present(
        cairo_pdf_surface_create_for_stream(write, address, size.width * 0.75, size.height * 0.75))
      cairo_surface_set_device_scale(surface, 0.75, 0.75)
      Self.describe(surface, texts)
    }
    cairo_surface_reference(surface)
    defer { cairo_surface_destroy(surface) }
    let letters = self == .svg ? SVGTexts() : nil
    let canvas = Canvas(size: size, surface: surface, ground: ground, letters: letters)
    draw(canvas)
    try canvas.finish()
    // The document is written only now, and an empty one where there is no memory for it.
    cairo_surface_finish(surface)
    try Canvas.check(cairo_surface_status(surface))
    guard let letters else { return sink.bytes }
    let document = String(decoding: Self.renumbered(sink.bytes), as: UTF8.self)
    return Self.described(letters.placed(in: document), texts)
  }

  private static func describe(_ pdf: OpaquePointer, _ texts: [PNGText]) {
    // No date: the same figure is the same bytes.
    cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_CREATE_DATE, nil)
    for text in texts where text.keyword == "Software" {
      cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_CREATOR, text.text)
    }
    let rest = texts.map { "\($0.keyword): \($0.text)" }.joined(separator: "; ")
    cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_SUBJECT, rest)
  }

  /// The SVG with its provenance in a `<desc>`.
  private static func described(_ svg: String, _ texts: [PNGText]) -> Data {
    var document = svg
    let lines = texts.map { SVGTexts.escaped("\($0.keyword): \($0.text)") }.joined(separator: "\n")
    if let root = document.range(of: "<svg"),
      let end = document.range(of: ">", range: root.upperBound..<document.endIndex)
    {
      document.insert(contentsOf: "\n<desc>\(lines)</desc>", at: end.upperBound)
    }
    return Data(document.utf8)
  }

  /// The names of parts numbered from 0: Cairo counts on from figure to figure, and the same figure
  /// has to be the same bytes.
  private static func renumbered(_ svg: Data) -> [UInt8] {
    var numbers: [[UInt8]: Int] = [:]
    var result: [UInt8] = []
    result.reserveCapacity(svg.count)
    var rest = [UInt8](svg)[...]
    while let byte = rest.popFirst() {
      result.append(byte)
      // A name follows `id="` where it is given and `#` where it is meant.
      guard byte == UInt8(ascii: "#") || result.suffix(4).elementsEqual("id=\"".utf8) else {
        continue
      }
      let name = rest.prefix { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
      let digits = rest.dropFirst(name.count).prefix { (48...57).contains($0) }
      guard !name.isEmpty, !digits.isEmpty else { continue }
      let number = numbers[Array(name + digits), default: numbers.count]
      numbers[Array(name + digits)] = number
      result += name + Array(String(number).utf8)
      rest = rest.dropFirst(name.count + digits.count)
    }
    return result
  }

  /// Where Cairo writes a document to.
  final class Sink {
    private(set) var bytes = Data()
    private let most: Int

    /// - Parameter most: no more bytes than these are taken.
    init(most: Int = 1 << 31) { self.most = most }

    fileprivate func take(_ start: UnsafePointer<UInt8>, _ count: Int) -> Bool {
      guard bytes.count + count <= most else { return false }
      bytes.append(start, count: count)
      return true
    }
  }
}
