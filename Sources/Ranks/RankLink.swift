/// How processes reach each other.
package protocol RankLink: Sendable {
  /// Every rank has its own range of `all`, in bytes, and gets those of the others. Ranges are in the order of the ranks and
  /// the same for all.
  func share(_ all: UnsafeMutableRawPointer, _ ranges: [Range<Int>])
  /// Waits until every rank is here.
  func meet()
  /// Leaves the others for good.
  func leave()
  /// Ends all of them.
  func abort(status: Int32)
}
