/// Where a growing function is zero, between −20 and 20: one end of it where it is zero nowhere.
func root(ofGrowing function: (Double) -> Double) -> Double {
  var (low, high) = (-20.0, 20.0)
  for _ in 0..<60 {
    let middle = (low + high) / 2
    if function(middle) < 0 { low = middle } else { high = middle }
  }
  return (low + high) / 2
}
