#include "services/backends/tensorboard/run_events.h"

#include "services/backends/tensorboard/record_file.h"

#include <algorithm>
#include <cstring>
#include <ranges>

namespace binnacle::tfevents {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(binnacle)
};

void warnAbout(const RecordFile& records, const QString& file, std::uint64_t malformed,
               std::uint64_t firstMalformed, Damage& damage)
{
    const auto tell = [](std::vector<std::string>& list, const QString& sentence) {
        list.push_back(sentence.toStdString());
    };
    const auto position = QString::number(records.position());
    if (records.skipped() > 0)
        tell(damage.inside,
             Text::tr("%1: %2 record(s) with a wrong checksum were left out, the first at byte %3.")
                 .arg(file, QString::number(records.skipped()),
                      QString::number(records.firstSkipped())));
    if (malformed > 0)
        tell(damage.inside,
             Text::tr("%1: %2 record(s) are no event and were left out, the first at byte %3.")
                 .arg(file, QString::number(malformed), QString::number(firstMalformed)));
    switch (records.end()) {
    case RecordFile::End::Whole:
        break;
    case RecordFile::End::Cut:
        tell(damage.atEnd,
             Text::tr("%1 ends inside the record at byte %2 and was read up to there (while a "
                      "training writes, the rest may follow).")
                 .arg(file, position));
        break;
    case RecordFile::End::BadLength:
        tell(damage.atEnd,
             Text::tr("%1 is damaged at byte %2 (wrong checksum of a record's length) and was read "
                      "up to there.")
                 .arg(file, position));
        break;
    case RecordFile::End::Unreadable:
        tell(damage.atEnd, Text::tr("%1 can not be read from byte %2 on: %3.")
                               .arg(file, position,
                                    QString::fromLocal8Bit(std::strerror(records.errorNumber()))));
        break;
    }
}

} // namespace

std::vector<std::string> Damage::all() const
{
    auto list = inside;
    list.insert(list.end(), atEnd.begin(), atEnd.end());
    return list;
}

bool continues(const Positions& positions, const std::vector<EventFile>& files)
{
    if (positions.size() > files.size())
        return false;
    return std::ranges::equal(positions, files | std::views::take(positions.size()),
                              [](const auto& position, const EventFile& file) {
                                  return position.first == file.name &&
                                         position.second <= file.size;
                              });
}

Result<void> readEvents(const RunFolder& run, Positions& positions, const EventVisitor& visit,
                        Damage& damage, std::stop_token stop)
{
    for (const auto& file : run.files) {
        auto& position = positions[file.name];
        RecordFile records(run.path / file.name, position);
        std::uint64_t malformed = 0, firstMalformed = 0;
        unsigned turn = 0;
        bool goOn = true;
        while (goOn && records.next()) {
            if (++turn % 4096 == 0 && stop.stop_requested())
                return failure(cancelledError());
            Event event;
            if (parseEvent(records.data(), event))
                goOn = visit(file.name, records.offset(), event);
            else if (malformed++ == 0)
                firstMalformed = records.offset();
        }
        if (!goOn)
            return {};
        damage.lostPlace = damage.lostPlace || (records.end() == RecordFile::End::BadLength &&
                                                position > 0 && records.position() == position);
        position = records.position();
        const auto shown = run.name == "." ? file.name : run.name + '/' + file.name;
        warnAbout(records, QString::fromStdString(shown), malformed, firstMalformed, damage);
        if (stop.stop_requested())
            return failure(cancelledError());
    }
    return {};
}

} // namespace binnacle::tfevents
