/// The places of the finite values in ascending order, equal ones as they stand.
func ascending(_ values: [Double]) -> [Int] {
  // Value and place together: of millions, values looked up by place would be far apart in memory.
  values.indices.lazy.filter { values[$0].isFinite }.map { (value: values[$0], place: $0) }
    .sorted { ($0.value, $0.place) < ($1.value, $1.place) }.map(\.place)
}
