#include "services/sync/progress_meter.h"

#include <QCoreApplication>

namespace binnacle {

namespace {
constexpr auto reportEvery = std::chrono::milliseconds(100);
constexpr auto sampleEvery = std::chrono::milliseconds(250);
constexpr auto rateWindow = std::chrono::seconds(5);
} // namespace

void ProgressMeter::enter(SyncProgress::Phase phase)
{
    now.phase = phase;
    now.secondsLeft = -1;
    samples_.clear();
    tick();
}

void ProgressMeter::tick()
{
    const auto at = Clock::now();
    measure(at);
    if (at - reportedAt_ < reportEvery)
        return;
    reportedAt_ = at;
    if (report_)
        report_(now);
}

void ProgressMeter::measure(Clock::time_point at)
{
    if (samples_.empty() || at - samples_.back().at >= sampleEvery)
        samples_.push_back({at, now.points, now.historiesDone});
    while (samples_.size() > 2 && at - samples_.front().at > rateWindow)
        samples_.pop_front();
    const auto& first = samples_.front();
    const double seconds = std::chrono::duration<double>(at - first.at).count();
    if (seconds < 0.2)
        return;
    now.pointsPerSecond = static_cast<double>(now.points - first.points) / seconds;
    const double histories = static_cast<double>(now.historiesDone - first.histories) / seconds;
    const auto left = static_cast<double>(now.historiesTotal - now.historiesDone);
    if (now.phase == SyncProgress::Phase::Histories && histories > 0)
        now.secondsLeft = std::max(0.0, left / histories);
}

void ProgressMeter::warn(const QString& sentence)
{
    if (sentence.isEmpty())
        return;
    if (++warnings_ == 1)
        firstWarning_ = sentence;
    now.message = warnings_ == 1
                      ? firstWarning_
                      : QCoreApplication::translate("ProgressMeter", "%1 (and %n more warning(s))",
                                                    nullptr, warnings_ - 1)
                            .arg(firstWarning_);
}

void ProgressMeter::finish(SyncProgress::Phase phase, const QString& message)
{
    now.phase = phase;
    now.secondsLeft = phase == SyncProgress::Phase::Done ? 0 : -1;
    if (!message.isEmpty())
        now.message = message;
    if (report_)
        report_(now);
}

} // namespace binnacle
