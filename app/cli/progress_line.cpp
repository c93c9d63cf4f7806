#include "app/cli/progress_line.h"

#include "app/cli/command.h"
#include "app/cli/text_table.h"

#include <QLocale>

#include <cmath>
#include <cstdio>

#include <unistd.h>

namespace binnacle::cli {

namespace {

constexpr auto clearLine = "\r\x1b[K";

QString leftText(double seconds)
{
    if (seconds < 0)
        return {};
    const auto whole = std::lround(seconds);
    return whole < 60 ? Text::tr(", %1 s left").arg(whole)
                      : Text::tr(", %1 min left").arg((whole + 59) / 60);
}

} // namespace

ProgressLine::ProgressLine(const QString& subject)
    : subject_(plainLine(subject)), terminal_(::isatty(STDERR_FILENO) != 0)
{
}

ProgressLine::~ProgressLine()
{
    if (terminal_)
        std::fputs(clearLine, stderr);
}

void ProgressLine::show(const SyncProgress& progress)
{
    if (!terminal_)
        return;
    const QLocale numbers = QLocale::c();
    QString line;
    switch (progress.phase) {
    case SyncProgress::Phase::Outbox:
        line = Text::tr("%1: sending edits").arg(subject_);
        break;
    case SyncProgress::Phase::Runs:
        line = Text::tr("%1: %2 runs").arg(subject_, numbers.toString(progress.runsDone));
        break;
    case SyncProgress::Phase::Registry:
        line = Text::tr("%1: %2 models, %3 versions")
                   .arg(subject_, numbers.toString(progress.modelsDone),
                        numbers.toString(progress.versionsDone));
        break;
    case SyncProgress::Phase::Histories:
        line =
            Text::tr("%1: %2 of %3 histories, %4 points")
                .arg(subject_, numbers.toString(progress.historiesDone),
                     numbers.toString(progress.historiesTotal), numbers.toString(progress.points));
        break;
    default:
        return;
    }
    line += leftText(progress.secondsLeft);
    std::fprintf(stderr, "%s%s", clearLine, line.toUtf8().constData());
    std::fflush(stderr);
}

void ProgressLine::show(double share)
{
    const auto percent = static_cast<int>(share * 100);
    if (!terminal_ || shown_.exchange(percent) == percent)
        return;
    const auto line = Text::tr("%1: %2%").arg(subject_).arg(percent);
    std::fprintf(stderr, "%s%s", clearLine, line.toUtf8().constData());
    std::fflush(stderr);
}

} // namespace binnacle::cli
