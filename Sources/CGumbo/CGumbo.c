#define _GNU_SOURCE
#include "CGumbo.h"

#include <dlfcn.h>
#include <setjmp.h>
#include <stdlib.h>

typedef struct block {
  struct block *next;
  max_align_t content[];
} block;

struct cgumbo_tree {
  block *blocks;
  size_t left;
  jmp_buf exhausted;
  const GumboOutput *output;
};

// Gumbo looks at no result of an allocation, so a failed one leaves it altogether.
static void *allocate(void *context, size_t size) {
  cgumbo_tree *tree = context;
  block *new = NULL;
  if (size < tree->left) new = malloc(sizeof(block) + size);
  if (new == NULL) longjmp(tree->exhausted, 1);
  tree->left -= size;
  new->next = tree->blocks;
  tree->blocks = new;
  return new->content;
}

// Everything goes at once, at the end.
static void deallocate(void *context, void *pointer) {
  (void)context;
  (void)pointer;
}

cgumbo_tree *cgumbo_parse(const char *text, size_t length, size_t limit) {
  cgumbo_tree *tree = calloc(1, sizeof(cgumbo_tree));
  if (tree == NULL) return NULL;
  tree->left = limit;
  if (setjmp(tree->exhausted) != 0) {
    cgumbo_free(tree);
    return NULL;
  }
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = allocate;
  options.deallocator = deallocate;
  options.userdata = tree;
  options.max_errors = 0;
  tree->output = gumbo_parse_with_options(&options, text, length);
  return tree;
}

const GumboNode *cgumbo_document(const cgumbo_tree *tree) { return tree->output->document; }

void cgumbo_free(cgumbo_tree *tree) {
  while (tree->blocks != NULL) {
    block *next = tree->blocks->next;
    free(tree->blocks);
    tree->blocks = next;
  }
  free(tree);
}

const char *cgumbo_file(void) {
  Dl_info info;
  return dladdr((const void *)&gumbo_parse_with_options, &info) != 0 ? info.dli_fname : NULL;
}
