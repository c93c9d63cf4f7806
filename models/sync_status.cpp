#include "models/sync_status.h"

#include "models/number_text.h"
#include "models/relative_time.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace binnacle {

namespace {

constexpr int frameMilliseconds = 100;

QString say(const char* text)
{
    return QCoreApplication::translate("SyncStatus", text);
}

QString phaseText(const SyncProgress& pass)
{
    switch (pass.phase) {
    case SyncProgress::Phase::Waiting:
        return say("Waiting");
    case SyncProgress::Phase::Outbox:
        return say("Sending edits");
    case SyncProgress::Phase::Runs:
        return pass.runsDone > 0 ? say("Reading runs  %1").arg(countText(pass.runsDone))
                                 : say("Reading runs");
    case SyncProgress::Phase::Registry:
        return say("Reading models");
    case SyncProgress::Phase::Histories:
        return say("Mirroring histories  %1 of %2")
            .arg(countText(pass.historiesDone), countText(pass.historiesTotal));
    case SyncProgress::Phase::Done:
    case SyncProgress::Phase::Failed:
    case SyncProgress::Phase::Cancelled:
        break;
    }
    return {};
}

} // namespace

JobText describeJob(const std::vector<SyncProgress>& passes,
                    const std::function<QString(SourceId)>& nameOf)
{
    JobText job;
    SyncProgress sum;
    bool reading = false;
    QStringList details;
    for (const SyncProgress& pass : passes) {
        if (isOver(pass.phase))
            continue;
        job.active = true;
        sum.phase = std::max(sum.phase, pass.phase);
        reading = reading || pass.phase == SyncProgress::Phase::Runs;
        sum.runsDone += pass.runsDone;
        sum.historiesDone += pass.historiesDone;
        sum.historiesTotal += pass.historiesTotal;
        sum.secondsLeft = std::max(sum.secondsLeft, pass.secondsLeft);
        QString line = nameOf(pass.source) + QStringLiteral(": ") + phaseText(pass);
        if (pass.points > 0)
            line += say(" · %1 points").arg(countText(pass.points));
        if (pass.bytes > 0)
            line += QStringLiteral(" · ") + bytesText(pass.bytes);
        details << line;
    }
    if (!job.active)
        return job;
    // Summaries come before histories: as long as some source reads them, that is the news.
    if (reading)
        sum.phase = SyncProgress::Phase::Runs;
    job.text = phaseText(sum);
    job.details = details.join(QLatin1Char('\n'));
    if (sum.phase == SyncProgress::Phase::Histories && sum.historiesTotal > 0) {
        job.fraction = std::clamp(static_cast<double>(sum.historiesDone) /
                                      static_cast<double>(sum.historiesTotal),
                                  0.0, 1.0);
        if (sum.secondsLeft >= 0)
            job.timeLeft = say("%1 left").arg(
                durationText(std::max<qint64>(1, qRound64(sum.secondsLeft)) * 1000));
    }
    return job;
}

SyncStatus::SyncStatus(std::function<QString(SourceId)> nameOf, QObject* parent)
    : QObject(parent), nameOf_(std::move(nameOf))
{
    frame_.setSingleShot(true);
    frame_.setInterval(frameMilliseconds);
    connect(&frame_, &QTimer::timeout, this, &SyncStatus::publish);
}

void SyncStatus::note(const SyncProgress& progress)
{
    if (isOver(progress.phase))
        passes_.remove(raw(progress.source));
    else
        passes_.insert(raw(progress.source), progress);
    if (!frame_.isActive())
        frame_.start();
}

void SyncStatus::publish()
{
    std::vector<SyncProgress> passes(passes_.cbegin(), passes_.cend());
    std::sort(passes.begin(), passes.end(),
              [](const auto& a, const auto& b) { return raw(a.source) < raw(b.source); });
    JobText job = describeJob(passes, nameOf_);
    if (job == job_)
        return;
    job_ = std::move(job);
    emit changed(job_);
}

} // namespace binnacle
