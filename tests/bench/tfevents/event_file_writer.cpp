#include "tests/bench/tfevents/event_file_writer.h"

#include "services/backends/tensorboard/crc32c.h"

#include <cmath>
#include <string_view>

namespace binnacle::bench {

namespace {

constexpr double firstWallTime = 1700000000;

template <class T>
std::string raw(T value)
{
    return {reinterpret_cast<const char*>(&value), sizeof value};
}

std::string varint(std::uint64_t value)
{
    std::string bytes;
    for (; value >= 0x80; value >>= 7)
        bytes += static_cast<char>(value | 0x80U);
    bytes += static_cast<char>(value);
    return bytes;
}

std::string key(unsigned field, unsigned type)
{
    return varint((field << 3) | type);
}

std::string message(unsigned field, std::string_view body)
{
    return key(field, 2) + varint(body.size()) + std::string(body);
}

std::string event(double wallTime, std::int64_t step, std::string_view body)
{
    return key(1, 1) + raw(wallTime) + key(2, 0) + varint(static_cast<std::uint64_t>(step)) +
           std::string(body);
}

} // namespace

EventFileWriter::EventFileWriter(const std::filesystem::path& file, std::uint64_t seed)
    : out_(file, std::ios::binary | std::ios::trunc), random_(seed)
{
    out_.exceptions(std::ios::failbit | std::ios::badbit);
    writeRecord(event(firstWallTime, 0, message(3, "brain.Event:2")));
}

std::string EventFileWriter::tagName(int index)
{
    static constexpr std::string_view names[] = {"train/loss",          "train/accuracy",
                                                 "train/grad_norm",     "validation/loss",
                                                 "validation/accuracy", "optimizer/learning_rate"};
    return std::string(names[index % 6]) + "/head_" + std::to_string(index / 6);
}

void EventFileWriter::writeRecord(const std::string& data)
{
    const auto length = raw(static_cast<std::uint64_t>(data.size()));
    out_ << length << raw(tfevents::masked(tfevents::crc32c(length))) << data
         << raw(tfevents::masked(tfevents::crc32c(data)));
    bytes_ += data.size() + 16;
    ++records_;
}

void EventFileWriter::writeScalar(int tag)
{
    std::normal_distribution<float> noise(0.0F, 0.05F);
    const auto value = std::exp(-static_cast<float>(step_) / 20000.0F) + noise(random_);
    std::string body = message(1, tagName(tag));
    if (tag % 2 == 0) {
        body += key(2, 5) + raw(value);
    } else {
        // dtype DT_FLOAT, an empty shape, one packed float_val
        body += message(8, key(1, 0) + varint(1) + message(2, "") + message(5, raw(value)));
        if (step_ == 0) // plugin "scalars", data class SCALAR
            body += message(9, message(1, message(1, "scalars")) + key(4, 0) + varint(1));
    }
    const auto wallTime = firstWallTime + 0.01 * static_cast<double>(step_);
    writeRecord(event(wallTime, step_, message(5, message(1, body))));
    ++points_;
}

void EventFileWriter::writeHistogram()
{
    std::uniform_real_distribution<double> uniform(0, 1);
    std::string limits, counts;
    for (int bucket = 0; bucket < 64; ++bucket) {
        limits += raw(static_cast<double>(bucket));
        counts += raw(uniform(random_));
    }
    const auto histogram = message(6, limits) + message(7, counts);
    writeRecord(event(firstWallTime + 0.01 * static_cast<double>(step_), step_,
                      message(5, message(1, message(1, "weights") + message(5, histogram)))));
}

void EventFileWriter::writeUntil(std::uint64_t bytes)
{
    for (; bytes_ < bytes; ++step_) {
        for (int tag = 0; tag < tagCount && bytes_ < bytes; ++tag)
            writeScalar(tag);
        if (step_ % 500 == 0 && bytes_ < bytes)
            writeHistogram();
    }
    out_.flush();
}

} // namespace binnacle::bench
