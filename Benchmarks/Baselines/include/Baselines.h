/// What a machine can do at best, in C and C++, for the benchmarks: the same libraries or the same files,
/// nothing around them.
///
/// Every function returns seconds, or a negative number where it failed.

#ifndef BASELINES_H
#define BASELINES_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Compresses lines a thousand at a time with libdeflate's level 6, writes them to a file and waits for the disk.
double baseline_seal(const char *journal, const char *output);

/// Decompresses each file with libdeflate and parses each line with simdjson, with so many threads; counts the lines.
double baseline_parse(const char *const *files, size_t count, int threads, uint64_t *lines);

/// Reads files of `columns` columns of `rows` 4-byte numbers each, in batches of rows, and adds all numbers up.
double baseline_read_flat(
    const char *const *files, size_t count, size_t rows, size_t columns, size_t batch, int64_t *sum);

/// Writes such a file of numbers that differ.
int baseline_write_flat(const char *file, size_t rows, size_t columns, int32_t seed);

/// Fills an SQLite database, clustered by day and KOL, with as many numbers; returns the seconds of reading them in
/// one pass, a table in memory at the end. -2 where SQLite is not installed.
double baseline_sqlite(const char *file, size_t days, size_t rows, size_t columns, int64_t *sum);

/// Reads a finished site into memory, makes its folders anew in a folder that is not there yet, and then writes its
/// files there with so many threads; returns the seconds of the writing alone.
double baseline_write_site(const char *site, const char *output, int threads);

#ifdef __cplusplus
}
#endif

#endif
