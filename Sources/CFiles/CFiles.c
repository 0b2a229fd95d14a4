#define _GNU_SOURCE
#include "CFiles.h"

#include <errno.h>
#include <stddef.h>

#if defined(__linux__)
#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>
#endif

int cfiles_exchange(const char *first, const char *second) {
#if defined(__linux__) && defined(SYS_renameat2)
  // The system call itself, not the C library's wrapper: older libraries have none.
  const unsigned int exchange = 1u << 1;
  return syscall(SYS_renameat2, AT_FDCWD, first, AT_FDCWD, second, exchange) == 0 ? 0 : errno;
#else
  (void)first;
  (void)second;
  return ENOSYS;
#endif
}

int cfiles_sync_file_system(int descriptor) {
#if defined(__linux__)
  return syncfs(descriptor);
#else
  (void)descriptor;
  errno = ENOSYS;
  return -1;
#endif
}

int cfiles_has_access_list(const char *path) {
#if defined(__linux__)
  return getxattr(path, "system.posix_acl_access", NULL, 0) > 0 ||
         getxattr(path, "system.posix_acl_default", NULL, 0) > 0;
#else
  (void)path;
  return 0;
#endif
}
