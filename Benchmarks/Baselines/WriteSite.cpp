#include "Baselines.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

struct File {
  /// In the new folder.
  std::string path;
  std::string bytes;
};

bool writeFile(const File &file) {
  int descriptor = open(file.path.c_str(), O_WRONLY | O_CREAT | O_EXCL, 0644);
  if (descriptor < 0) return false;
  size_t done = 0;
  while (done < file.bytes.size()) {
    ssize_t got = write(descriptor, file.bytes.data() + done, file.bytes.size() - done);
    if (got <= 0) break;
    done += static_cast<size_t>(got);
  }
  return close(descriptor) == 0 && done == file.bytes.size();
}

/// Makes the site's folders in the new folder, and reads its files into memory.
std::vector<File> readSite(const std::filesystem::path &site, const std::filesystem::path &output) {
  std::vector<File> files;
  std::filesystem::create_directories(output);
  for (const auto &entry : std::filesystem::recursive_directory_iterator(site)) {
    std::filesystem::path copy = output / std::filesystem::relative(entry.path(), site);
    if (entry.is_directory()) {
      std::filesystem::create_directories(copy);
      continue;
    }
    std::ifstream stream(entry.path(), std::ios::binary);
    std::string bytes(entry.file_size(), '\0');
    if (!stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size())))
      throw std::runtime_error(entry.path().string());
    files.push_back({copy.string(), std::move(bytes)});
  }
  return files;
}

}  // namespace

double baseline_write_site(const char *site, const char *output, int threads) {
  try {
    std::vector<File> files = readSite(site, output);

    // Neighbours by one thread: two that make files in the same folder wait for each other.
    constexpr size_t portion = 64;
    std::atomic<size_t> next{0};
    std::atomic<bool> failed{false};
    auto start = std::chrono::steady_clock::now();
    std::vector<std::thread> workers;
    for (int number = 0; number < threads; number++) {
      workers.emplace_back([&] {
        for (size_t from = next.fetch_add(portion); from < files.size(); from = next.fetch_add(portion))
          for (size_t index = from; index < std::min(from + portion, files.size()); index++)
            if (!writeFile(files[index])) failed = true;
      });
    }
    for (auto &worker : workers) worker.join();
    std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
    return failed ? -1 : time.count();
  } catch (...) {
    return -1;
  }
}
