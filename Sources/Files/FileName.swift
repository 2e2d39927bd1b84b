internal import Foundation

/// Names of files, taken from paths as they were typed; no file is looked at.
public enum FileName {
  /// The last part of a path: `frame.fits` of `/data/frame.fits`; of `.` and `..` what these folders are called.
  public static func last(of path: String) -> String {
    URL(fileURLWithPath: path).lastPathComponent
  }

  /// The last part without its extension: `model` of `/data/model.safetensors`.
  public static func stem(of path: String) -> String {
    URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
  }

  /// The extension in small letters, empty where there is none: `png` of `figures/roc.PNG`.
  public static func ending(of path: String) -> String {
    URL(fileURLWithPath: path).pathExtension.lowercased()
  }

  /// The folder that a path names a file of: `runs` of `runs/model.safetensors`, `/` of `/model`; empty where it names none.
  ///
  /// Foundation's `deletingLastPathComponent` of `NSString` stops the program at a path of one character.
  public static func folder(of path: String) -> String {
    let bytes = path.utf8
    guard let end = bytes.lastIndex(where: { $0 != slash }) else { return bytes.isEmpty ? "" : "/" }
    guard let last = bytes[...end].lastIndex(of: slash) else { return "" }
    return bytes[..<last].lastIndex { $0 != slash }.map { String(path[...$0]) } ?? "/"
  }

  /// The folder that a folder lies in: `runs` of `runs/demo`, `..` of the present one.
  public static func folder(above folder: String) -> String {
    let isUnnamed = folder.isEmpty || [".", ".."].contains(folder.split(separator: "/").last)
    return isUnnamed ? path(of: "..", in: folder) : self.folder(of: folder)
  }

  /// The path of what lies in a folder: `runs/model.safetensors` in `runs` and in `runs/`, as it is where the folder is empty.
  public static func path(of name: String, in folder: String) -> String {
    folder.isEmpty || folder.utf8.last == slash ? folder + name : "\(folder)/\(name)"
  }

  private static let slash = UInt8(ascii: "/")

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
