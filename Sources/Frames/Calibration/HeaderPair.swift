package import FITS

/// The header of an image and the primary header of its file, which tells what the first leaves out (the INHERIT
/// convention, whether it is stated or not).
package struct HeaderPair: Sendable {
  package let own: Header
  package let primary: Header

  package init(own: Header, primary: Header) {
    (self.own, self.primary) = (own, primary)
  }

  package init(of file: borrowing FITSFile, unit: Int) throws(FITSError) {
    try self.init(own: file.header(of: unit), primary: file.header(of: 0))
  }

  /// A number, also one that is written as text: '25.0'.
  func double(_ keyword: String) -> Double? {
    number(own, keyword) ?? number(primary, keyword)
  }

  private func number(_ header: Header, _ keyword: String) -> Double? {
    header.double(keyword)
      ?? header.string(keyword).flatMap { text in
        Double(text.filter { $0 != " " }).flatMap { $0.isFinite ? $0 : nil }
      }
  }

  func string(_ keyword: String) -> String? { own.string(keyword) ?? primary.string(keyword) }

  /// Where a keyword stands: "MAGZERO", "MAGZERO of the primary header".
  func place(_ keyword: String) -> String {
    own.value(keyword) != nil ? keyword : "\(keyword) of the primary header"
  }
}
