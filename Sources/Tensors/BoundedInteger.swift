extension FixedWidthInteger {
  /// The whole number next to a real one towards zero, or the last there is in its direction; 0 for what is no
  /// number. `Int(x)` ends the program where it has no answer: what comes from data goes through here.
  @inlinable
  public init(bounded number: some BinaryFloatingPoint) {
    if let whole = Self(exactly: number.rounded(.towardZero)) {
      self = whole
    } else {
      self = number > 0 ? .max : number < 0 ? .min : 0
    }
  }
}
