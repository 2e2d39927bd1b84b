/// The middle of some numbers, of two middle ones the upper; there must be one at least.
@inlinable
package func upperMedian<Number: Comparable>(_ values: some Collection<Number>) -> Number {
  precondition(!values.isEmpty, "no numbers have no middle")
  return values.sorted()[values.count / 2]
}
