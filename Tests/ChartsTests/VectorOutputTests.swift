import Testing

@testable import Charts

@Suite struct VectorOutputTests {
  private func written(_ format: VectorFormat, most: Int) throws -> Int {
    try format.bytes(
      size: FigureSize(width: 80, height: 60), ground: .light, texts: [], into: .init(most: most)
    ) { canvas in
      canvas.line(from: (x: 1, y: 2), to: (x: 30, y: 40), LineStyle(.black))
    }.count
  }

  /// Cairo writes when all is drawn: a document that it could not write then was an empty file.
  @Test(arguments: [VectorFormat.svg, .pdf])
  func whatCairoCannotWriteIsASentence(_ format: VectorFormat) throws {
    let whole = try written(format, most: 1 << 20)
    #expect(whole > 100)
    for most in [0, 100] {
      let error = #expect(throws: ChartError.self) { try written(format, most: most) }
      #expect(
        error.map { "\($0)" } == "Cairo reports: error while writing to output stream",
        "\(most) bytes")
    }
  }
}
