#include "widgets/registry/promotion_choices.h"

#include "widgets/common/buttons.h"
#include "widgets/common/icons.h"
#include "widgets/common/labels.h"
#include "widgets/common/prompts.h"
#include "widgets/common/theme.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QMenu>

namespace binnacle {

namespace {
constexpr int widestEnvironment = 18; // characters
}

PromotionChoices::PromotionChoices(Prompts& prompts, QWidget* parent)
    : QWidget(parent)
    , prompts_(prompts)
    , target_(new QComboBox(this))
    , stage_(new QComboBox(this))
    , stageLabel_(new TextLabel(tr("Stage"), TextRole::Muted, this))
    , environment_(makeButton({}, QStringLiteral("terminal"), ButtonRole::Secondary, this))
{
    target_->setObjectName(QStringLiteral("promotionTarget"));
    target_->setAccessibleName(tr("Registry"));
    stage_->setObjectName(QStringLiteral("promotionStage"));
    stage_->setAccessibleName(tr("Stage"));
    for (auto* combo : {target_, stage_})
        combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    environment_->setObjectName(QStringLiteral("promotionEnvironment"));
    environment_->setAccessibleName(tr("Environment to start the model in"));
    environment_->setAutoDefault(false);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spacing::s);
    row->addWidget(new TextLabel(tr("Registry"), TextRole::Muted, this));
    row->addWidget(target_, 3);
    row->addWidget(stageLabel_);
    row->addWidget(stage_, 2);
    row->addWidget(new TextLabel(tr("Serve in"), TextRole::Muted, this));
    row->addWidget(environment_, 2);
    connect(target_, &QComboBox::activated, this, [this](int index) {
        PromotionRequest request = request_;
        const auto& target = targets_[static_cast<std::size_t>(index)];
        request.to = target.here ? std::nullopt : std::optional(target.source);
        request.stage.clear();
        choose(request);
    });
    connect(stage_, &QComboBox::activated, this, [this](int index) {
        PromotionRequest request = request_;
        request.stage = index == 0 ? std::string() : stage_->itemText(index).toStdString();
        choose(request);
    });
    connect(environment_, &QPushButton::clicked, this, &PromotionChoices::openEnvironmentMenu);
    showEnvironment({});
}

void PromotionChoices::setPlan(const PromotionPlan& plan)
{
    request_ = plan.request;
    targets_ = plan.targets;
    target_->clear();
    for (const auto& target : targets_) {
        target_->addItem(target.here ? tr("%1 (where it is)").arg(target.name)
                                     : tr("Copy to %1").arg(target.name));
        if (request_.to ? target.source == *request_.to : target.here)
            target_->setCurrentIndex(target_->count() - 1);
    }
    target_->setEnabled(target_->count() > 1);
    stage_->clear();
    stage_->addItem(tr("As it is"));
    stage_->addItems(plan.stages);
    if (!request_.stage.empty())
        stage_->setCurrentText(QString::fromStdString(request_.stage));
    stageLabel_->setVisible(!plan.stages.isEmpty());
    stage_->setVisible(!plan.stages.isEmpty());
    showEnvironment(request_.serveEnvironment.value_or(QString()));
}

void PromotionChoices::showEnvironment(const QString& path)
{
    const QString last = path.section(QLatin1Char('/'), -1, -1, QString::SectionSkipEmpty);
    const auto metrics = environment_->fontMetrics();
    environment_->setText(path.isEmpty()
                              ? tr("Not chosen")
                              : metrics.elidedText(last, Qt::ElideMiddle,
                                                   widestEnvironment * metrics.averageCharWidth()));
    environment_->setToolTip(
        path.isEmpty() ? tr("A Python with MLflow and what the model needs. Without one it is not "
                            "tried whether the model serves.")
                       : path);
}

void PromotionChoices::choose(const PromotionRequest& request)
{
    if (!(request == request_))
        emit chosen(request);
}

void PromotionChoices::openEnvironmentMenu()
{
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("environmentMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(icon(QStringLiteral("folder")), tr("A virtual environment…"), this, [this] {
        prompts_.openFolder(this, tr("A folder with bin/python"),
                            [this](const QString& folder) { takeEnvironment(folder); });
    });
    menu->addAction(icon(QStringLiteral("file")), tr("A Python interpreter…"), this, [this] {
        prompts_.openFile(this, tr("A Python interpreter"), tr("All files (*)"),
                          [this](const QString& file) { takeEnvironment(file); });
    });
    menu->addSeparator();
    menu->addAction(tr("None: it is not tried"), this, [this] { takeEnvironment({}); });
    menu->popup(environment_->mapToGlobal(QPoint(0, environment_->height() + 2)));
}

void PromotionChoices::takeEnvironment(const QString& path)
{
    PromotionRequest request = request_;
    request.serveEnvironment = path;
    choose(request);
}

} // namespace binnacle
