/// Order statistics without sorting everything (Hoare 1961, "Find").
enum Selection {
  /// The value in the middle of some finite values, the upper of two.
  static func median(of values: [Float]) -> Float {
    var values = values
    let middle = values.count / 2
    var (first, last) = (0, values.count - 1)
    while first < last {
      let pivot = values[(first + last) / 2]
      var (left, right) = (first, last)
      while left <= right {
        while values[left] < pivot { left += 1 }
        while values[right] > pivot { right -= 1 }
        guard left <= right else { break }
        values.swapAt(left, right)
        left += 1
        right -= 1
      }
      if middle <= right {
        last = right
      } else if middle >= left {
        first = left
      } else {
        break
      }
    }
    return values[middle]
  }
}
