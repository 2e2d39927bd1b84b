import Testing

@testable import Charts

@Suite struct OutlinedFieldTests {
  /// Three by two pixels, the lower left and middle ones a region of kind 1: its outermost points are orange, but
  /// neither at the field's edge nor within the region.
  @Test func `a region is outlined where it meets something else`() {
    let field = OutlinedField(
      title: "", width: 3,
      planes: (
        [Float](repeating: 1, count: 6), [Float](repeating: 1, count: 6),
        [Float](repeating: 1, count: 6)
      ),
      regions: [4, 4, 0, 0, 0, 0], kindOfPixel: [1, 1, 0, 0, 0, 0],
      kinds: [.init(name: "a", colour: .blue), .init(name: "b", colour: .orange)], zoom: 3)
    let picture = field.picture
    #expect(picture.width == 9 && picture.height == 6)
    func isOutline(_ column: Int, _ row: Int) -> Bool {
      let start = (row * 9 + column) * 3
      return Array(picture.bytes[start..<start + 3]) == [0xE6, 0x9F, 0x00]
    }
    let outlined = (0..<54).filter { isOutline($0 % 9, $0 / 9) }
    // The upper side of both pixels, and the right one of the second.
    #expect(outlined == (0..<6).map { 27 + $0 } + [36 + 5, 45 + 5])
  }
}
