/// The HTML parser of the system's libgumbo, within a limit of memory.
///
/// A tree of Gumbo's own takes as many calls within each other to free as it is deep, and some short texts make trees
/// without measure. Here a tree lies in one list of blocks, and a text that wants too many of them has none.

#ifndef CGUMBO_H
#define CGUMBO_H

#include <gumbo.h>
#include <stddef.h>

typedef struct cgumbo_tree cgumbo_tree;

/// Parses a page of UTF-8, which must live as long as the tree; NULL where it takes more than `limit` bytes.
cgumbo_tree *cgumbo_parse(const char *text, size_t length, size_t limit);

/// The root, of type GUMBO_NODE_DOCUMENT.
const GumboNode *cgumbo_document(const cgumbo_tree *tree);

void cgumbo_free(cgumbo_tree *tree);

/// The file that the library was loaded from, which has the number of its interface in its name; NULL where the system
/// does not say. Gumbo itself knows no version.
const char *cgumbo_file(void);

#endif
