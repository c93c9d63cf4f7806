#include "app/cli/output.h"
#include "app/cli/promotion_parts.h"
#include "app/cli/text_table.h"
#include "services/rollout/ab_test.h"

#include <cmath>

namespace binnacle::cli {

namespace {

struct Options
{
    double rate = -1, toRate = -1, difference = 0, deviation = 0, traffic = 0;
    AbPlan plan;
};

QString timeText(double seconds)
{
    if (!std::isfinite(seconds))
        return Text::tr("never");
    constexpr double hour = 3600;
    constexpr double day = 24 * hour;
    if (seconds >= 2 * day)
        return Text::tr("%1 days").arg(shortNumber(seconds / day));
    if (seconds >= 2 * hour)
        return Text::tr("%1 hours").arg(shortNumber(seconds / hour));
    return Text::tr("%1 s").arg(shortNumber(seconds));
}

CommandResult plan(Context& context, const Options& options)
{
    const bool shares = options.rate >= 0 && options.toRate >= 0;
    const bool means = options.difference != 0 && options.deviation > 0;
    if (shares == means)
        return badUsage(Text::tr("Give either --rate and --to, or --difference and --deviation."));
    const auto size = shares
                          ? sampleSizeForShares(options.rate, options.toRate, options.plan)
                          : sampleSizeForMeans(options.difference, options.deviation, options.plan);
    if (size.total() == 0)
        return badUsage(Text::tr("No number of requests shows this difference: shares lie between "
                                 "0 and 1 and differ; --alpha, --power and --share lie between."));
    const double seconds = secondsFor(size, options.traffic, options.plan);
    if (context.json) {
        answerJson(context, {{QStringLiteral("requests_a"), static_cast<qint64>(size.a)},
                             {QStringLiteral("requests_b"), static_cast<qint64>(size.b)},
                             {QStringLiteral("requests"), static_cast<qint64>(size.total())},
                             {QStringLiteral("seconds"),
                              std::isfinite(seconds) ? QJsonValue(seconds) : QJsonValue()}});
        return {};
    }
    context.out.line(Text::tr("%1 requests: %2 to the old version, %3 to the new one")
                         .arg(size.total())
                         .arg(size.a)
                         .arg(size.b)
                         .toStdString());
    if (options.traffic > 0)
        context.out.line(Text::tr("At %1 requests/s: %2")
                             .arg(shortNumber(options.traffic), timeText(seconds))
                             .toStdString());
    return {};
}

} // namespace

void addAbPlanCommand(CLI::App& app, Request& request)
{
    const auto options = std::make_shared<Options>();
    auto* command =
        app.add_subcommand("ab-plan", "How many requests, and how long, an A/B test needs");
    command->add_option("--rate", options->rate, "Share now, such as an error rate: 0.02");
    command->add_option("--to", options->toRate, "Share that is to be told from it: 0.03");
    command->add_option("--difference", options->difference, "Of two means, in their unit");
    command->add_option("--deviation", options->deviation, "Their standard deviation");
    command->add_option("--traffic", options->traffic, "Requests a second in all");
    command->add_option("--share", options->plan.shareOfB, "Of the new version (default: 0.5)");
    command->add_option("--alpha", options->plan.alpha, "Chance of a false alarm (default: 0.05)");
    command->add_option("--power", options->plan.power, "Chance to find it (default: 0.8)");
    command->callback([&request, options] {
        request.run = [options](Context& context) { return plan(context, *options); };
    });
}

} // namespace binnacle::cli
