/// The product of some sizes, or the largest number there is where it is larger: what a file asks
/// for must not overflow before it can be refused.
func cappedProduct(_ sizes: some Sequence<Int>) -> Int {
  sizes.reduce(1) { product, size in
    let (result, overflow) = product.multipliedReportingOverflow(by: size)
    return overflow ? .max : result
  }
}
