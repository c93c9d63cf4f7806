#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

namespace binnacle::tfevents {

// Reads the records of one TFRecord file from an offset on, in chunks (never mapped: a training
// may truncate its file while it is read). All integers little-endian:
//   u64 length, u32 masked CRC-32C of the length's 8 bytes, data, u32 masked CRC-32C of the data.
// Source: tensorflow/tensorboard, data/server/tf_record.rs. One object is used by one thread.
class RecordFile
{
public:
    enum class End {
        Whole,     // the file ends behind a record
        Cut,       // the file ends inside a record
        BadLength, // the checksum of a length is wrong: where the next record begins is unknown
        Unreadable // it can not be opened or read; see errorNumber()
    };

    explicit RecordFile(const std::filesystem::path& path, std::uint64_t from = 0);
    // Takes over an open file descriptor; its position does not matter.
    explicit RecordFile(int descriptor);
    ~RecordFile();
    RecordFile(const RecordFile&) = delete;
    RecordFile& operator=(const RecordFile&) = delete;

    // Moves to the next record whose checksum is right; false at the end(). data() is valid until
    // the next call.
    bool next();
    std::string_view data() const { return data_; }

    std::uint64_t offset() const { return offset_; } // where the record of data() begins
    // Behind the last record that was read or skipped: where the damage begins, or where to go on.
    std::uint64_t position() const { return position_; }
    End end() const { return end_; }
    int errorNumber() const { return error_; }

    // Records left out for a wrong checksum of their data, or for being greater than maximumData.
    std::uint64_t skipped() const { return skipped_; }
    std::uint64_t firstSkipped() const { return firstSkipped_; } // offset

    static constexpr std::uint64_t maximumData = std::uint64_t{1} << 28;

private:
    enum class Fill { Enough, Short, Error };
    Fill need(std::uint64_t bytes);
    bool finish(End end);
    bool skipHuge(std::uint64_t length);
    std::uint64_t available() const { return filled_ - taken_; }

    int descriptor_ = -1;
    int error_ = 0;
    End end_ = End::Whole;
    bool ended_ = false;
    std::uint64_t offset_ = 0;
    std::uint64_t position_ = 0;
    std::uint64_t skipped_ = 0;
    std::uint64_t firstSkipped_ = 0;
    std::string_view data_;

    std::vector<char> buffer_; // file bytes [position_, position_ + available()) start at taken_
    std::uint64_t taken_ = 0;
    std::uint64_t filled_ = 0;
    std::uint64_t readFrom_ = 0; // file offset behind the buffer
};

} // namespace binnacle::tfevents
