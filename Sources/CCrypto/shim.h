// SHA256_Init and its companions work on a structure of the caller's own: nothing is allocated and nothing is looked
// up, so they cannot fail. OpenSSL 3 marks them deprecated in favour of an interface where each of these can.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/crypto.h>
#include <openssl/sha.h>
