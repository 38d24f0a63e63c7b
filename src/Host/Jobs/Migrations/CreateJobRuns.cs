using Cln.Data;
using FluentMigrator;

namespace Cln.Host.Jobs.Migrations;

/// <summary>What came of the recurring jobs.</summary>
[Migration(2026112400_50)]
internal sealed class CreateJobRuns : Migration
{
    public override void Up()
    {
        Create.Table("jobs_runs")
            .WithId("pk_jobs_runs")
            .WithColumn("job").AsString(JobRun.LongestName).NotNullable()
            .WithColumn("host").AsString(JobRun.LongestHost).NotNullable()
            .WithColumn("started_by").AsString(100).Nullable()
            .WithColumn("started_at").AsInstant().NotNullable()
            .WithColumn("finished_at").AsInstant().Nullable()
            .WithColumn("leased_until").AsInstant().NotNullable()
            .WithColumn("outcome").AsEnum().NotNullable()
            .WithColumn("trouble").AsString(JobRun.LongestTrouble).Nullable()
            .WithColumn("pieces").AsInt32().NotNullable()
            .WithColumn("failed_pieces").AsInt32().NotNullable()
            .WithColumn("times").AsInt32().NotNullable()
            .WithColumn("since").AsInstant().NotNullable();
        Create.Index("ix_jobs_runs_job_outcome_id").OnTable("jobs_runs").OnColumn("job").Ascending().OnColumn("outcome").Ascending().OnColumn("id").Ascending();
        Create.Index("ix_jobs_runs_job_id").OnTable("jobs_runs").OnColumn("job").Ascending().OnColumn("id").Ascending();
    }

    public override void Down() => throw new NotSupportedException("Migrations only go up.");
}
