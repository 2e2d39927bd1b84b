import CKernels

/// v for v > 0 and slope·v otherwise, or a curve of v; and the derivative.
struct ActivationFormula {
  let slope: Float
  let curve: Int32

  func value(_ v: Rounded) -> Rounded {
    switch curve {
    case Int32(CKSigmoid): sigmoid(v)
    case Int32(CKTanh): Rounded.tanh(v)
    default: leaky(v)
    }
  }

  func derivative(_ v: Rounded) -> Rounded {
    let (one, a) = (Rounded(Float(1)), value(v))
    switch curve {
    case Int32(CKSigmoid): return a * (one - a)
    case Int32(CKTanh): return one - a * a
    default:
      // Where rounding may have changed the sign of v either side of the bend is right.
      let isUncertain = v.error > 0 && abs(v.value) <= v.error
      return Rounded(
        Double(v.value > 0 ? 1 : slope), inherited: isUncertain ? abs(1 - Double(slope)) : 0,
        halves: 0)
    }
  }

  private func sigmoid(_ v: Rounded) -> Rounded {
    let one = Rounded(Float(1))
    return one / (one + Rounded.exp(-v))
  }

  private func leaky(_ v: Rounded) -> Rounded {
    let factor = v.value > 0 ? 1 : Double(slope)
    return Rounded(
      factor * v.value, inherited: v.error == 0 ? 0 : max(1, abs(Double(slope))) * v.error)
  }
}
