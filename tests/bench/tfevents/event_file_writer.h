#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>

namespace binnacle::bench {

// Writes a TensorBoard event file as a training does: each step logs 24 scalars, half of them as
// simple_value (PyTorch), half as float tensors (TensorFlow 2), each in an event of its own, and
// every 500 steps a histogram of 64 buckets. The same seed gives the same file.
class EventFileWriter
{
public:
    EventFileWriter(const std::filesystem::path& file, std::uint64_t seed);

    // Writes until the file has at least `bytes` bytes.
    void writeUntil(std::uint64_t bytes);

    std::uint64_t bytes() const { return bytes_; }
    std::int64_t points() const { return points_; }
    std::int64_t records() const { return records_; }
    static constexpr int tagCount = 24;
    static std::string tagName(int index);

private:
    void writeRecord(const std::string& data);
    void writeScalar(int tag);
    void writeHistogram();

    std::ofstream out_;
    std::mt19937_64 random_;
    std::uint64_t bytes_ = 0;
    std::int64_t points_ = 0;
    std::int64_t records_ = 0;
    std::int64_t step_ = 0;
};

} // namespace binnacle::bench
