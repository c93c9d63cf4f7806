#include "widgets/drift/drift_setup_bar.h"

#include "widgets/common/buttons.h"
#include "widgets/common/labels.h"
#include "widgets/common/theme.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QDropEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalBlocker>
#include <QUrl>

namespace binnacle {

namespace {

QPushButton* quietButton(const char* name, const QString& icon, const QString& title,
                         QWidget* parent)
{
    auto* button = makeButton({}, icon, ButtonRole::Quiet, parent);
    button->setObjectName(QLatin1String(name));
    button->setAccessibleName(title);
    button->setToolTip(title);
    return button;
}

QLineEdit* makeText(const char* name, const QString& title, const QString& example, int width,
                    QWidget* parent)
{
    auto* field = new QLineEdit(parent);
    field->setObjectName(QLatin1String(name));
    field->setAccessibleName(title);
    field->setPlaceholderText(example);
    field->setToolTip(title);
    field->setFixedWidth(width);
    return field;
}

ChipToggle* makeChip(const char* name, const QString& text, const QString& tip, QWidget* parent)
{
    auto* chip = new ChipToggle(text, parent);
    chip->setObjectName(QLatin1String(name));
    chip->setToolTip(tip);
    return chip;
}

} // namespace

DriftSetupBar::DriftSetupBar(QWidget* parent)
    : QWidget(parent)
    , prompts_(std::make_shared<DialogPrompts>())
    , reference_(makeField("driftReference", tr("Reference data")))
    , current_(makeField("driftCurrent", tr("Current data")))
    , browseReference_(quietButton("driftBrowseReference", QStringLiteral("folder-open"),
                                   tr("Choose the reference"), this))
    , browseCurrent_(quietButton("driftBrowseCurrent", QStringLiteral("folder-open"),
                                 tr("Choose the current data"), this))
    , swap_(quietButton("driftSwap", QStringLiteral("refresh-cw"), tr("Swap the two"), this))
    , run_(makeButton(tr("Compare"), QStringLiteral("play"), ButtonRole::Primary, this))
    , cancel_(makeButton(tr("Cancel"), QStringLiteral("x"), ButtonRole::Secondary, this))
    , share_(new QDoubleSpinBox(this))
    , correct_(makeChip("driftCorrect", tr("Benjamini–Hochberg"),
                        tr("Correct p-values for their number"), this))
    , overTime_(makeChip("driftOverTime", tr("Over time"),
                         tr("Compare windows of the current data with the reference as well"),
                         this))
    , together_(makeChip("driftTogether", tr("Columns together"),
                         tr("Compare all numeric columns together as well: reconstruction error "
                            "and a classifier"),
                         this))
    , timeColumn_(makeText("driftTimeColumn", tr("The column of times; empty: the order of rows"),
                           tr("time column"), 104, this))
    , windowSize_(makeText("driftWindowSize",
                           tr("A span such as 6h or 1 day, or so many rows; empty: as it fits"),
                           tr("1 day"), 64, this))
    , windowParts_(new QWidget(this))
    , working_(new QWidget(this))
    , stage_(new TextLabel({}, TextRole::Muted, this))
    , progress_(new QProgressBar(this))
{
    setObjectName(QStringLiteral("driftSetup"));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    run_->setObjectName(QStringLiteral("driftRun"));
    cancel_->setObjectName(QStringLiteral("driftCancel"));
    share_->setObjectName(QStringLiteral("driftShare"));
    share_->setAccessibleName(tr("Share of drifted columns that makes the dataset drift"));
    share_->setToolTip(share_->accessibleName());
    share_->setRange(0.01, 1);
    share_->setSingleStep(0.05);
    share_->setButtonSymbols(QAbstractSpinBox::NoButtons);
    share_->setFixedWidth(56);
    share_->setValue(defaultDriftShare);
    stage_->setObjectName(QStringLiteral("driftStage"));
    progress_->setObjectName(QStringLiteral("driftProgress"));
    progress_->setAccessibleName(tr("Progress"));
    progress_->setRange(0, 1000);
    progress_->setTextVisible(false);
    progress_->setFixedHeight(6);
    auto* files = new QHBoxLayout;
    files->setSpacing(spacing::xs);
    files->addWidget(reference_, 1);
    files->addWidget(browseReference_);
    files->addWidget(swap_);
    files->addWidget(current_, 1);
    files->addWidget(browseCurrent_);
    files->addSpacing(spacing::s);
    files->addWidget(run_);
    files->addWidget(cancel_);
    auto* parts = new QHBoxLayout(windowParts_);
    parts->setContentsMargins(0, 0, 0, 0);
    parts->setSpacing(spacing::xs);
    parts->addWidget(timeColumn_);
    parts->addWidget(windowSize_);
    auto* options = new QHBoxLayout;
    options->setSpacing(spacing::s);
    options->addWidget(new TextLabel(tr("Dataset drift from"), TextRole::Muted, this));
    options->addWidget(share_);
    options->addWidget(correct_);
    options->addWidget(overTime_);
    options->addWidget(windowParts_);
    options->addWidget(together_);
    options->addStretch(1);
    auto* work = new QHBoxLayout(working_);
    work->setContentsMargins(0, 0, 0, 0);
    work->setSpacing(spacing::m);
    work->addWidget(stage_);
    work->addWidget(progress_, 1);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(spacing::m, spacing::s, spacing::m, spacing::s);
    rows->setSpacing(spacing::s);
    rows->addLayout(files);
    rows->addLayout(options);
    rows->addWidget(working_);
    connect(run_, &QPushButton::clicked, this, &DriftSetupBar::runRequested);
    connect(cancel_, &QPushButton::clicked, this, &DriftSetupBar::cancelRequested);
    connect(browseReference_, &QPushButton::clicked, this, [this] { browse(reference_); });
    connect(browseCurrent_, &QPushButton::clicked, this, [this] { browse(current_); });
    connect(swap_, &QPushButton::clicked, this, [this] { setData(current(), reference()); });
    connect(share_, &QDoubleSpinBox::valueChanged, this, &DriftSetupBar::decisionChanged);
    connect(correct_, &QAbstractButton::toggled, this, &DriftSetupBar::decisionChanged);
    connect(overTime_, &QAbstractButton::toggled, this, &DriftSetupBar::update);
    update();
}

QComboBox* DriftSetupBar::makeField(const char* name, const QString& title)
{
    auto* field = new QComboBox(this);
    field->setObjectName(QLatin1String(name));
    field->setAccessibleName(title);
    field->setEditable(true);
    field->setInsertPolicy(QComboBox::NoInsert);
    field->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    field->setMinimumContentsLength(12);
    field->lineEdit()->setPlaceholderText(tr("%1: a file, folder or pattern").arg(title));
    field->lineEdit()->setAcceptDrops(false); // the bar takes drops: a path, not an address
    field->setAcceptDrops(true);
    field->installEventFilter(this);
    connect(field, &QComboBox::editTextChanged, this, &DriftSetupBar::update);
    connect(field->lineEdit(), &QLineEdit::returnPressed, this, [this] {
        if (run_->isEnabled() && !running_)
            emit runRequested();
    });
    return field;
}

bool DriftSetupBar::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::DragEnter || event->type() == QEvent::Drop) {
        auto* drop = static_cast<QDropEvent*>(event);
        const auto urls = drop->mimeData()->urls();
        if (urls.size() == 1 && urls.front().isLocalFile()) {
            drop->acceptProposedAction();
            if (event->type() == QEvent::Drop)
                qobject_cast<QComboBox*>(watched)->setEditText(urls.front().toLocalFile());
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void DriftSetupBar::browse(QComboBox* field)
{
    prompts_->openFile(this, field->accessibleName(),
                       tr("Data (*.csv *.tsv *.parquet *.json *.jsonl *.gz *.zst *.db *.sqlite);;"
                          "All files (*)"),
                       [field](const QString& file) {
                           if (!file.isEmpty())
                               field->setEditText(file);
                       });
}

void DriftSetupBar::setKnown(const QStringList& paths)
{
    for (auto* field : {reference_, current_}) {
        const QSignalBlocker quiet(field);
        const auto text = field->currentText();
        field->clear();
        field->addItems(paths);
        field->setEditText(text);
    }
}

void DriftSetupBar::setData(const QString& reference, const QString& current)
{
    reference_->setEditText(reference);
    current_->setEditText(current);
}

QString DriftSetupBar::reference() const
{
    return reference_->currentText().trimmed();
}

QString DriftSetupBar::current() const
{
    return current_->currentText().trimmed();
}

double DriftSetupBar::share() const
{
    return share_->value();
}

bool DriftSetupBar::corrects() const
{
    return correct_->isChecked();
}

DriftRequest DriftSetupBar::request() const
{
    DriftRequest request;
    request.reference = reference().toStdString();
    request.current = current().toStdString();
    request.options.driftShare = share();
    request.options.correct = corrects();
    request.overTime = overTime_->isChecked();
    request.window.time = timeColumn_->text().trimmed().toStdString();
    request.window.size = windowSize_->text().trimmed().toStdString();
    request.together = together_->isChecked();
    return request;
}

void DriftSetupBar::setDecision(double share, bool correct)
{
    const QSignalBlocker quietShare(share_), quietCorrect(correct_);
    share_->setValue(share);
    correct_->setChecked(correct);
}

void DriftSetupBar::setRunning(bool running)
{
    running_ = running;
    setProgress({}, 0);
    update();
}

void DriftSetupBar::setProgress(const QString& stage, double share)
{
    stage_->setText(stage);
    progress_->setValue(static_cast<int>(share * 1000));
}

void DriftSetupBar::update()
{
    run_->setVisible(!running_);
    cancel_->setVisible(running_);
    working_->setVisible(running_);
    windowParts_->setVisible(overTime_->isChecked());
    run_->setEnabled(!reference().isEmpty() && !current().isEmpty());
    swap_->setEnabled(!running_);
}

} // namespace binnacle
