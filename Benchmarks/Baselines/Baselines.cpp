#include "Baselines.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <libdeflate.h>
#include <simdjson.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace {

using Bytes = std::vector<uint8_t>;

double now() {
  using namespace std::chrono;
  return duration<double>(steady_clock::now().time_since_epoch()).count();
}

bool readFile(const char *path, Bytes &bytes) {
  int file = open(path, O_RDONLY);
  struct stat status;
  if (file < 0 || fstat(file, &status) != 0) return false;
  bytes.resize(static_cast<size_t>(status.st_size));
  size_t done = 0;
  while (done < bytes.size()) {
    ssize_t got = read(file, bytes.data() + done, bytes.size() - done);
    if (got <= 0) break;
    done += static_cast<size_t>(got);
  }
  close(file);
  return done == bytes.size();
}

bool parseFile(const char *path, uint64_t &lines) {
  Bytes file, text;
  if (!readFile(path, file)) return false;
  std::unique_ptr<libdeflate_decompressor, void (*)(libdeflate_decompressor *)> decompressor(
      libdeflate_alloc_decompressor(), libdeflate_free_decompressor);
  simdjson::dom::parser parser;
  size_t offset = 0;
  text.resize(8 << 20);
  while (offset < file.size()) {
    size_t used = 0, length = 0;
    libdeflate_result result = libdeflate_gzip_decompress_ex(
        decompressor.get(), file.data() + offset, file.size() - offset, text.data(),
        text.size() - simdjson::SIMDJSON_PADDING, &used, &length);
    if (result == LIBDEFLATE_INSUFFICIENT_SPACE) {
      text.resize(text.size() * 2);
      continue;
    }
    if (result != LIBDEFLATE_SUCCESS) return false;
    offset += used;
    size_t start = 0;
    while (start < length) {
      const void *end = std::memchr(text.data() + start, '\n', length - start);
      if (end == nullptr) return false;
      size_t size = static_cast<size_t>(static_cast<const uint8_t *>(end) - text.data()) - start;
      if (parser.parse(text.data() + start, size, false).error() != simdjson::SUCCESS) return false;
      start += size + 1;
      lines += 1;
    }
  }
  return true;
}

}  // namespace

double baseline_seal(const char *journal, const char *output) {
  double start = now();
  Bytes text;
  if (!readFile(journal, text)) return -1;
  libdeflate_compressor *compressor = libdeflate_alloc_compressor(6);
  int file = open(output, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (file < 0 || compressor == nullptr) return -1;
  Bytes member;
  size_t from = 0;
  while (from < text.size()) {
    size_t end = from;
    for (int line = 0; line < 1000 && end < text.size(); line++) {
      const void *found = std::memchr(text.data() + end, '\n', text.size() - end);
      if (found == nullptr) return -1;
      end = static_cast<size_t>(static_cast<const uint8_t *>(found) - text.data()) + 1;
    }
    member.resize(libdeflate_gzip_compress_bound(compressor, end - from));
    size_t length =
        libdeflate_gzip_compress(compressor, text.data() + from, end - from, member.data(), member.size());
    if (length == 0 || write(file, member.data(), length) != static_cast<ssize_t>(length)) return -1;
    from = end;
  }
  bool isSynced = fsync(file) == 0;
  close(file);
  libdeflate_free_compressor(compressor);
  return isSynced ? now() - start : -1;
}

double baseline_parse(const char *const *files, size_t count, int threads, uint64_t *lines) {
  double start = now();
  std::atomic<size_t> next{0};
  std::atomic<uint64_t> all{0};
  std::atomic<bool> failed{false};
  std::vector<std::thread> workers;
  for (int number = 0; number < threads; number++) {
    workers.emplace_back([&] {
      for (size_t index = next++; index < count; index = next++) {
        uint64_t found = 0;
        if (!parseFile(files[index], found)) failed = true;
        all += found;
      }
    });
  }
  for (auto &worker : workers) worker.join();
  *lines = all;
  return failed ? -1 : now() - start;
}

double baseline_read_flat(
    const char *const *files, size_t count, size_t rows, size_t columns, size_t batch, int64_t *sum) {
  double start = now();
  std::vector<int> open_files;
  for (size_t index = 0; index < count; index++) open_files.push_back(open(files[index], O_RDONLY));
  // What a reader of a batch has in the end: every day's numbers of its rows.
  std::vector<int32_t> table(batch * columns * count);
  int64_t total = 0;
  for (size_t from = 0; from < rows; from += batch) {
    size_t size = std::min(batch, rows - from);
    for (size_t day = 0; day < count; day++) {
      for (size_t column = 0; column < columns; column++) {
        int32_t *place = table.data() + (day * columns + column) * batch;
        off_t offset = static_cast<off_t>((column * rows + from) * sizeof(int32_t));
        if (pread(open_files[day], place, size * sizeof(int32_t), offset) !=
            static_cast<ssize_t>(size * sizeof(int32_t)))
          return -1;
        total += place[0];
      }
    }
  }
  for (int file : open_files) close(file);
  *sum = total;
  return now() - start;
}

int baseline_write_flat(const char *file, size_t rows, size_t columns, int32_t seed) {
  std::vector<int32_t> numbers(rows * columns);
  for (size_t index = 0; index < numbers.size(); index++)
    numbers[index] = seed + static_cast<int32_t>(index * 2654435761u % 1000000);
  FILE *stream = fopen(file, "wb");
  if (stream == nullptr) return -1;
  size_t written = fwrite(numbers.data(), sizeof(int32_t), numbers.size(), stream);
  return fclose(stream) == 0 && written == numbers.size() ? 0 : -1;
}

// SQLite is loaded when it is there: the program itself has no use for it.
double baseline_sqlite(const char *file, size_t days, size_t rows, size_t columns, int64_t *sum) {
  void *library = dlopen("libsqlite3.so.0", RTLD_NOW);
  if (library == nullptr) return -2;
  auto open_db = reinterpret_cast<int (*)(const char *, void **)>(dlsym(library, "sqlite3_open"));
  auto close_db = reinterpret_cast<int (*)(void *)>(dlsym(library, "sqlite3_close"));
  auto exec = reinterpret_cast<int (*)(void *, const char *, void *, void *, char **)>(
      dlsym(library, "sqlite3_exec"));
  auto prepare = reinterpret_cast<int (*)(void *, const char *, int, void **, const char **)>(
      dlsym(library, "sqlite3_prepare_v2"));
  auto bind = reinterpret_cast<int (*)(void *, int, int64_t)>(dlsym(library, "sqlite3_bind_int64"));
  auto step = reinterpret_cast<int (*)(void *)>(dlsym(library, "sqlite3_step"));
  auto reset = reinterpret_cast<int (*)(void *)>(dlsym(library, "sqlite3_reset"));
  auto column = reinterpret_cast<int64_t (*)(void *, int)>(dlsym(library, "sqlite3_column_int64"));
  auto finalize = reinterpret_cast<int (*)(void *)>(dlsym(library, "sqlite3_finalize"));
  if (!open_db || !close_db || !exec || !prepare || !bind || !step || !reset || !column || !finalize) return -2;

  unlink(file);
  void *db = nullptr, *insert = nullptr, *select = nullptr;
  if (open_db(file, &db) != 0) return -1;
  std::string names, places;
  for (size_t index = 0; index < columns; index++) {
    names += ", m" + std::to_string(index);
    places += ", ?";
  }
  std::string table = "CREATE TABLE r (day INTEGER, kol INTEGER" + names + ", PRIMARY KEY (day, kol)) WITHOUT ROWID";
  exec(db, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN", nullptr, nullptr, nullptr);
  exec(db, table.c_str(), nullptr, nullptr, nullptr);
  if (prepare(db, ("INSERT INTO r VALUES (?, ?" + places + ")").c_str(), -1, &insert, nullptr) != 0) return -1;
  for (size_t day = 0; day < days; day++) {
    for (size_t row = 0; row < rows; row++) {
      bind(insert, 1, static_cast<int64_t>(day));
      bind(insert, 2, static_cast<int64_t>(row));
      for (size_t index = 0; index < columns; index++)
        bind(insert, static_cast<int>(index) + 3, static_cast<int64_t>((row + index) * 2654435761u % 1000000));
      step(insert);
      reset(insert);
    }
  }
  finalize(insert);
  exec(db, "COMMIT", nullptr, nullptr, nullptr);

  double start = now();
  std::vector<int32_t> result(days * rows * columns);
  int64_t total = 0;
  if (prepare(db, ("SELECT day, kol" + names + " FROM r").c_str(), -1, &select, nullptr) != 0) return -1;
  while (step(select) == 100) {
    size_t place = (static_cast<size_t>(column(select, 0)) * rows + static_cast<size_t>(column(select, 1))) * columns;
    for (size_t index = 0; index < columns; index++) {
      result[place + index] = static_cast<int32_t>(column(select, static_cast<int>(index) + 2));
      total += result[place + index];
    }
  }
  double seconds = now() - start;
  finalize(select);
  close_db(db);
  unlink(file);
  *sum = total;
  return seconds;
}
