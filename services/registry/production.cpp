#include "services/registry/production.h"

#include <QDateTime>
#include <QString>

#include <algorithm>
#include <array>

namespace binnacle {

namespace {

constexpr std::array productionAliases = {"champion", "production", "prod"};
constexpr const char* productionStage = "stage:Production";

bool is(const std::string& alias, const char* name)
{
    return QString::fromStdString(alias).compare(QLatin1String(name), Qt::CaseInsensitive) == 0;
}

} // namespace

bool saysProduction(const std::string& alias)
{
    return std::ranges::any_of(productionAliases,
                               [&](const char* name) { return is(alias, name); });
}

const AliasState* productionAlias(const ModelSummary& model)
{
    for (const char* name : productionAliases) {
        const auto found = std::ranges::find_if(
            model.aliases, [&](const AliasState& state) { return is(state.alias.name, name); });
        if (found != model.aliases.end())
            return &*found;
    }
    return nullptr;
}

Result<ProductionVersion> productionVersion(const RegistryReader& reader, const ModelSummary& model)
{
    if (const auto* state = productionAlias(model))
        return ProductionVersion{state->alias.version, state->alias.name};
    const auto held = reader.holdersAt(model.row, QDateTime::currentMSecsSinceEpoch());
    if (!held)
        return failure(held.error());
    const auto found = std::ranges::find(*held, productionStage, &AliasThen::alias);
    return found == held->end() ? ProductionVersion{}
                                : ProductionVersion{found->version, productionStage};
}

} // namespace binnacle
