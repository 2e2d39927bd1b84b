/// Which source every pixel of an image belongs to (SExtractor's segmentation map): what is summed for
/// one source leaves out the pixels of the others.
package struct Segmentation: Sendable {
  package let width: Int
  package let height: Int
  /// `numbers[y * width + x]`: the source's place in the list, counted from 1; 0 where there is none.
  package let numbers: [Int32]

  package init(width: Int, height: Int, numbers: [Int32]) {
    (self.width, self.height, self.numbers) = (width, height, numbers)
  }
}
