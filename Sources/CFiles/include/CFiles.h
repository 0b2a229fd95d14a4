#ifndef CFILES_H
#define CFILES_H

/// Exchanges two paths in one step, so that no moment shows only one of them.
/// Returns 0, or the error number: ENOSYS where the system has no such call.
int cfiles_exchange(const char *first, const char *second);

/// Waits until all that was written to the descriptor's file system is on the disk.
/// Returns 0, or -1 with the error in errno. One call for a whole site, where `fsync` is one a file.
int cfiles_sync_file_system(int descriptor);

/// Whether a folder has a list of who may use it, or gives one to what is made in it, beyond owner, group and mode.
/// 0 where the system does not say.
int cfiles_has_access_list(const char *path);

#endif
