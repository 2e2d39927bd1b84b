internal import CKernels

/// What follows a sum of products, done before it is written: a = f(scale·y + shift) of every
/// channel.
///
/// Long sums are then taken in pieces, which are added at last: that rounds less than adding one
/// product after the other.
package struct Finish: @unchecked Sendable {
  let description: CKFinish

  /// Nothing but the pieces.
  package init() {
    description = CKFinish(scale: nil, shift: nil, slope: 1)
  }

  /// nil for an activation that is a curve, or steeper below zero than above.
  package init?(
    scale: UnsafePointer<Float>, shift: UnsafePointer<Float>, activation: Activation
  ) {
    let (slope, curve) = activation.description
    guard curve == Int32(CKNoCurve), slope <= 1 else { return nil }
    description = CKFinish(scale: scale, shift: shift, slope: slope)
  }
}
