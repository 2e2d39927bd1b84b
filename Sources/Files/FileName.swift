internal import Foundation

/// Names of files, taken from paths as they were typed; nothing on disk is looked at.
public enum FileName {
  /// The last part of a path: `frame.fits` of `/data/frame.fits`.
  public static func last(of path: String) -> String {
    URL(fileURLWithPath: path).lastPathComponent
  }

  /// The last part without its extension: `model` of `/data/model.safetensors`.
  public static func stem(of path: String) -> String {
    URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
  }

  /// The path of another file in the same folder: `runs/metrics.csv` beside `runs/model.safetensors`.
  public static func beside(_ path: String, _ name: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return name }
    return path[...slash] + name
  }

  /// The path of what comes with a result: `metrics.csv` beside `model.safetensors`, the usual name of
  /// such a result, and `second-metrics.csv` beside `second.safetensors`.
  public static func companion(_ name: String, of path: String, usually usual: String) -> String {
    beside(path, last(of: path) == usual ? name : "\(stem(of: path))-\(name)")
  }
}
