import Glibc

/// Why a file cannot be written.
public enum FileTrouble {
  /// The system's error in words; never by the short names of errors, which some programs look for
  /// in texts.
  public static func words(_ error: Int32) -> String {
    switch error {
    case ENOSPC, EDQUOT: "the disk is full"
    case EACCES, EPERM: "it may not be written to"
    case EROFS: "the disk is read-only"
    case ENOENT: "its folder is not there"
    case ENOTDIR: "its folder is a file"
    case EEXIST: "it is there already"
    case EISDIR: "it is a folder"
    case EFBIG: "it would become too large"
    case ELOOP: "it is a link"
    case ENAMETOOLONG: "its name is too long"
    default: "the disk does not take it"
    }
  }
}
