extension [Layer] {
  /// Twice the units in the last dense layer: means and spreads of a code.
  mutating func doubleLastDense() throws(NetworkError) {
    for index in indices.reversed() {
      switch self[index] {
      case .dense(let units):
        self[index] = .dense(units: 2 * units)
        return
      case .batchNormalisation: continue
      default:
        throw NetworkError(
          "cannot train a variational code: the encoder must end in a dense layer, perhaps "
            + "normalised")
      }
    }
  }
}
